package cmtp.node.cli.user;

import cmtp.node.cli.console.Addresses;
import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.Dates;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.home.AccountHome;
import cmtp.node.cli.mail.Answers;
import cmtp.node.cli.mail.Letter;
import cmtp.node.cli.session.OpenedMail;
import cmtp.node.cli.session.OpenedMail.MailFile;
import cmtp.node.cli.session.Sender;
import cmtp.protocol.address.Address;
import cmtp.protocol.message.MailText;
import cmtp.protocol.message.NamedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cmtp forward}: sends a message on, with its attachments. */
@Command(
    name = "forward",
    description = "Send a message on to others, its attachments included.",
    footer = {
      "",
      "Examples:",
      "  cmtp forward 3 carol@localhost --text 'See below.'",
      "  cmtp forward 7 --box archive carol dave --no-files < note.txt"
    })
public final class ForwardCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private AccountOption account;
  @Mixin private BoxOption box;
  @Mixin private WritingOptions writing;

  @Parameters(index = "0", paramLabel = "UID", description = "The message's number in its box.")
  private long uid;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "ADDRESS",
      description = "Recipients; a bare name is one of your own domain.")
  private List<String> to = new ArrayList<>();

  @Option(names = "--no-files", description = "Leave the original's attachments out.")
  private boolean noFiles;

  public ForwardCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    AccountHome home = account.chosen(terminal);
    try (Original original = Original.open(home, box.name, uid, !noFiles, terminal)) {
      Letter letter = letter(home.address(), original.mail());
      Posting.check(letter);
      try (Sender sender = original.sender()) {
        ExitCode code = new Posting(terminal, common).post(letter, sender);
        original.mark(sender, "forwarded", code);
        return code.number();
      }
    }
  }

  private Letter letter(Address me, OpenedMail mail) throws IOException {
    MailText text = Original.readable(mail);
    String original =
        "---- forwarded message ----\nFrom: "
            + mail.header().sourceAccount()
            + "@"
            + mail.header().sourceDomain()
            + " ("
            + mail.proof().verdict()
            + ")\nDate: "
            + Dates.text(text.writtenAtSeconds(), terminal)
            + "\nSubject: "
            + text.subject()
            + "\n\n"
            + text.text();
    String own = writing.text(terminal, "");
    return new Letter(
        terminal.nowMillis() / 1000,
        me,
        to.stream().map(one -> Addresses.parse(one, me)).toList(),
        List.of(),
        List.of(),
        "",
        Answers.subject("Fwd:", text.subject()),
        own.isBlank() ? original : own.stripTrailing() + "\n\n" + original,
        files(mail));
  }

  private List<NamedFile> files(OpenedMail mail) throws IOException {
    List<NamedFile> files = new ArrayList<>();
    for (MailFile file : noFiles ? List.<MailFile>of() : mail.files()) {
      files.add(
          file.file()
              .orElseThrow(
                  () ->
                      new CliFailure(
                          ExitCode.REFUSED,
                          "attachment "
                              + (file.index() + 1)
                              + " can't be opened; leave it out with --no-files")));
    }
    files.addAll(writing.files(terminal));
    return files;
  }
}
