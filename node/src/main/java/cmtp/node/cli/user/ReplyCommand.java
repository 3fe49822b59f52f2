package cmtp.node.cli.user;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.home.AccountHome;
import cmtp.node.cli.mail.Answers;
import cmtp.node.cli.mail.Letter;
import cmtp.node.cli.session.OpenedMail;
import cmtp.node.cli.session.Sender;
import cmtp.protocol.address.Address;
import cmtp.protocol.message.MailText;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cmtp reply}: answers a message. */
@Command(
    name = "reply",
    description = {
      "Answer a message: to its reply-to address, else to its sender.",
      "In the editor the original stands below, quoted; elsewhere --quote adds it."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp reply 3 --text 'Thank you.'",
      "  cmtp reply 3 --all --quote < answer.txt"
    })
public final class ReplyCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private AccountOption account;
  @Mixin private BoxOption box;
  @Mixin private WritingOptions writing;

  @Parameters(paramLabel = "UID", description = "The message's number in its box.")
  private long uid;

  @Option(names = "--all", description = "Answer everybody who got the original.")
  private boolean all;

  @Option(names = "--quote", description = "Add the original, quoted.")
  private boolean quote;

  public ReplyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    AccountHome home = account.chosen(terminal);
    try (Original original = Original.open(home, box.name, uid, false, terminal)) {
      Letter letter = letter(home.address(), original.mail());
      Posting.check(letter);
      try (Sender sender = original.sender()) {
        ExitCode code = new Posting(terminal, common).post(letter, sender);
        original.mark(sender, "answered", code);
        return code.number();
      }
    }
  }

  private Letter letter(Address me, OpenedMail mail) throws IOException {
    if (mail.isFromServer()) {
      throw new CliFailure(
          ExitCode.REFUSED,
          "this message comes from a mail server itself: nobody would read an answer; write to the"
              + " postmaster of its domain instead");
    }
    MailText text = Original.readable(mail);
    Address source =
        mail.source()
            .orElseThrow(
                () -> new CliFailure(ExitCode.REFUSED, "this message names no valid sender"));
    Answers.Recipients answer = Answers.to(me, source, text, all);
    String quoted = Answers.quoted(source + " wrote:", text.text());
    String own = writing.text(terminal, "\n\n" + quoted);
    return new Letter(
        terminal.nowMillis() / 1000,
        me,
        answer.to(),
        answer.cc(),
        List.of(),
        "",
        Answers.subject("Re:", text.subject()),
        quote ? own.stripTrailing() + "\n\n" + quoted : own,
        writing.files(terminal));
  }
}
