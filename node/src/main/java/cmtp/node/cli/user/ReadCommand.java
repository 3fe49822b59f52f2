package cmtp.node.cli.user;

import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.home.AccountHome;
import cmtp.node.cli.session.OpenedMail.MailFile;
import cmtp.protocol.message.NamedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cmtp read}: opens a message and says whether its sender is proven. */
@Command(
    name = "read",
    description = {
      "Show a message, and whether its sender is",
      "  PROVEN    signed over this content, for you, by the key of the address it comes from",
      "  UNPROVEN  not signed, or the sender's key is not known",
      "  FORGED    its signature or content contradicts what it says",
      "and by which nodes it says to have come, with the key that signed each step.",
      "The message is then marked as seen."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp read 3",
      "  cmtp read 3 --save ~/Downloads",
      "  cmtp read 12 --box archive --json"
    })
public final class ReadCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private AccountOption account;
  @Mixin private BoxOption box;

  @Parameters(paramLabel = "UID", description = "The message's number in its box.")
  private long uid;

  @Option(
      names = "--save",
      paramLabel = "DIR",
      description = "Save the attachments there; no file is ever overwritten.")
  private Path save;

  @Option(names = "--peek", description = "Don't mark it as seen.")
  private boolean peek;

  @Option(
      names = "--raw",
      description = "Print only the text, exactly as it was sent: for pipes, not for terminals.")
  private boolean raw;

  public ReadCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    AccountHome home = account.chosen(terminal);
    try (Original original = Original.open(home, box.name, uid, save != null, terminal)) {
      MailView view = new MailView(original.mail(), saved(original));
      if (raw) {
        terminal.out().print(Original.readable(original.mail()).text());
      } else if (common.json()) {
        terminal.json(view.json());
      } else {
        view.print(terminal);
      }
      if (!peek) {
        original.flag(original.link(), "seen");
      }
      return ExitCode.OK.number();
    }
  }

  private Map<Integer, Path> saved(Original original) throws IOException {
    Map<Integer, Path> saved = new HashMap<>();
    if (save != null) {
      AttachmentSaver saver = new AttachmentSaver(terminal.directory().resolve(save));
      for (MailFile file : original.mail().files()) {
        Optional<NamedFile> opened = file.file();
        if (opened.isPresent()) {
          saved.put(file.index(), saver.save(file.index(), opened.get()));
        }
      }
    }
    return saved;
  }
}
