package cmtp.node.mailbox;

import cmtp.persistence.mailbox.BoxName;
import cmtp.persistence.mailbox.MailboxEvent;
import java.util.List;

/** Which boxes a client has to list again after an event. */
final class BoxesTouched {
  private BoxesTouched() {}

  static List<BoxName> by(MailboxEvent event) {
    if (event instanceof MailboxEvent.Delivered e) {
      return List.of(e.box());
    }
    if (event instanceof MailboxEvent.FlagsChanged e) {
      return List.of(e.box());
    }
    if (event instanceof MailboxEvent.Copied e) {
      return List.of(e.target());
    }
    if (event instanceof MailboxEvent.Moved e) {
      return List.of(e.box(), e.target());
    }
    if (event instanceof MailboxEvent.Deleted e) {
      return List.of(e.box());
    }
    return List.of();
  }
}
