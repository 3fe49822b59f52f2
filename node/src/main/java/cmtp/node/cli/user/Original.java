package cmtp.node.cli.user;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Progress;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.home.AccountHome;
import cmtp.node.cli.session.Correspondents;
import cmtp.node.cli.session.Failures;
import cmtp.node.cli.session.HomeKeys;
import cmtp.node.cli.session.MailOpener;
import cmtp.node.cli.session.OpenedMail;
import cmtp.node.cli.session.Sender;
import cmtp.node.cli.session.ServerLink;
import cmtp.protocol.command.FlagChanges;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.message.MailText;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A message of the user's own mailbox that a command works on, and the link it came over. */
final class Original implements Closeable {
  private final AccountHome home;
  private final Terminal terminal;
  private final ServerLink link;
  private final SigningKey key;
  private final OpenedMail mail;

  private Original(
      AccountHome home, Terminal terminal, ServerLink link, SigningKey key, OpenedMail mail) {
    this.home = home;
    this.terminal = terminal;
    this.link = link;
    this.key = key;
    this.mail = mail;
  }

  /**
   * @param allFiles whether attachments of any size are fetched
   */
  static Original open(AccountHome home, String box, long uid, boolean allFiles, Terminal terminal)
      throws IOException {
    ServerLink link = ServerLink.open(home, terminal);
    try (Progress progress = new Progress(terminal)) {
      SigningKey key = home.key().orElseThrow();
      Correspondents correspondents = new Correspondents(home, terminal.nowMillis());
      HomeKeys homeKeys =
          new HomeKeys(link, home.address(), home.server().orElseThrow().key(), terminal);
      OpenedMail mail =
          new MailOpener(link.client(), correspondents, homeKeys, home.address(), key)
              .open(box, uid, allFiles, total -> progress.byPieces("attachments", total));
      return new Original(home, terminal, link, key, mail);
    } catch (IOException | RuntimeException failed) {
      link.close();
      throw failed;
    }
  }

  OpenedMail mail() {
    return mail;
  }

  /**
   * @throws CliFailure if the body is not sealed to this account's key
   */
  static MailText readable(OpenedMail mail) {
    return mail.text()
        .orElseThrow(
            () ->
                new CliFailure(
                    ExitCode.REFUSED,
                    "this message can't be opened: it was sealed to another key than yours"));
  }

  /** Sends over the same link. */
  Sender sender() {
    return new Sender(home, key, link, terminal);
  }

  void flag(ServerLink where, String flag) throws IOException {
    where
        .client()
        .call(
            new X1Command.Flags(
                mail.box(),
                List.of(mail.uid()),
                new FlagChanges(Set.of(flag), Set.of()),
                Optional.empty()),
            Payload.Modseq::decode);
  }

  /** Marks the original if the letter went out; a failure of that is only worth a warning. */
  void mark(Sender sender, String flag, ExitCode code) {
    if (code == ExitCode.OK) {
      try {
        flag(sender.link(), flag);
      } catch (IOException failed) {
        terminal.warn("sent, but not marked as " + flag + ": " + Failures.of(failed).getMessage());
      }
    }
  }

  ServerLink link() {
    return link;
  }

  @Override
  public void close() throws IOException {
    link.close();
  }
}
