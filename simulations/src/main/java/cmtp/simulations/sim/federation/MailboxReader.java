package cmtp.simulations.sim.federation;

import cmtp.node.mailbox.Mailbox;
import cmtp.node.mailbox.Mailboxes;
import cmtp.persistence.mailbox.BoxName;
import cmtp.persistence.mailbox.Entry;
import cmtp.persistence.mailbox.Listing;
import cmtp.protocol.address.Address;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Lists an inbox page by page, as LIST does. */
final class MailboxReader {
  private static final int PAGE = 1000;

  private MailboxReader() {}

  static Behavior<Mailbox.Reply> create(
      Address address, Mailboxes mailboxes, List<Entry> found, Consumer<List<Entry>> then) {
    return Behaviors.setup(
        context -> {
          ask(address, mailboxes, 0, 0, context.getSelf());
          return Behaviors.receiveMessage(
              reply -> {
                if (reply instanceof Mailbox.ListView view
                    && view.listing() instanceof Listing.Page page) {
                  found.addAll(page.rows());
                  if (page.more()) {
                    long last = page.rows().get(page.rows().size() - 1).modseq();
                    ask(address, mailboxes, last, page.modseq(), context.getSelf());
                    return Behaviors.same();
                  }
                }
                then.accept(List.copyOf(found));
                return Behaviors.stopped();
              });
        });
  }

  private static void ask(
      Address address, Mailboxes mailboxes, long since, long known, ActorRef<Mailbox.Reply> to) {
    mailboxes.tell(address, new Mailbox.ListBox(BoxName.INBOX, since, known, PAGE, to));
  }
}
