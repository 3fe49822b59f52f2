package cmtp.node.cli.user;

import cmtp.node.cli.console.Addresses;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.home.AccountHome;
import cmtp.node.cli.mail.Letter;
import cmtp.node.cli.session.Sender;
import cmtp.node.cli.session.ServerLink;
import cmtp.protocol.address.Address;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cmtp send}: seals a letter for each recipient and hands it to the home server. */
@Command(
    name = "send",
    description = {
      "Send a message; each recipient gets one of their own, sealed to their key and signed by"
          + " yours.",
      "For a mailbox on your own server it is delivered at once; for others your server accepts it and"
          + " passes it on. The exit code is 0 only if each is delivered or accepted."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp send bob@localhost --subject Hello --text 'How are you?'",
      "  cmtp send bob carol --cc dave -s Report -a report.pdf -a data.csv < note.txt",
      "  cmtp send bob@localhost -s 'In my editor'"
    })
public final class SendCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private AccountOption account;
  @Mixin private WritingOptions writing;

  @Parameters(
      arity = "0..*",
      paramLabel = "ADDRESS",
      description = "Recipients; a bare name is one of your own domain.")
  private List<String> recipients = new ArrayList<>();

  @Option(names = "--to", paramLabel = "ADDRESS", description = "The same, as an option.")
  private List<String> to = new ArrayList<>();

  @Option(
      names = "--cc",
      paramLabel = "ADDRESS",
      description = "Gets a copy, and everybody sees it.")
  private List<String> cc = new ArrayList<>();

  @Option(
      names = "--bcc",
      paramLabel = "ADDRESS",
      description = "Gets a copy; only your own Sent copy knows.")
  private List<String> bcc = new ArrayList<>();

  @Option(
      names = {"-s", "--subject"},
      paramLabel = "TEXT",
      description = "The subject; sealed like the text.")
  private String subject = "";

  @Option(
      names = "--reply-to",
      paramLabel = "ADDRESS",
      description = "Where answers shall go, if not to you.")
  private String replyTo;

  public SendCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    AccountHome home = account.chosen(terminal);
    Letter letter = letter(home.address());
    Posting.check(letter);
    ServerLink link = ServerLink.open(home, terminal);
    try (Sender sender = new Sender(home, home.key().orElseThrow(), link, terminal)) {
      ExitCode code = new Posting(terminal, common).post(letter, sender);
      return code.number();
    }
  }

  private Letter letter(Address me) throws IOException {
    List<Address> visible =
        Stream.concat(recipients.stream(), to.stream())
            .map(text -> Addresses.parse(text, me))
            .toList();
    return new Letter(
        terminal.nowMillis() / 1000,
        me,
        visible,
        cc.stream().map(text -> Addresses.parse(text, me)).toList(),
        bcc.stream().map(text -> Addresses.parse(text, me)).toList(),
        replyTo == null ? "" : Addresses.parse(replyTo, me).toString(),
        subject,
        writing.text(terminal, ""),
        writing.files(terminal));
  }
}
