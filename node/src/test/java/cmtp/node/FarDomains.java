package cmtp.node;

import cmtp.node.delivery.QueueBoard;
import cmtp.node.delivery.RemoteDomain;
import cmtp.node.keys.RemoteKeys;
import cmtp.node.mailbox.Mailboxes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Stands for all other domains: their queues take everything, keep it in memory and deliver
 * nothing; their nodes know the keys they are given.
 */
public final class FarDomains implements OtherDomains {
  private final List<RemoteDomain.Command> told = new CopyOnWriteArrayList<>();
  private final Map<MessageId, RemoteDomain.NewMail> queued = new ConcurrentHashMap<>();
  private final List<RemoteDomain.Mail> waitingMail = new CopyOnWriteArrayList<>();
  private final Set<MessageId> unproven = ConcurrentHashMap.newKeySet();
  private final Set<DomainName> waiting = ConcurrentHashMap.newKeySet();
  private final Map<Address, RemoteKeys.Answer> keys = new ConcurrentHashMap<>();
  private final List<Address> keysAsked = new CopyOnWriteArrayList<>();
  private final List<String> traced = new CopyOnWriteArrayList<>();
  private volatile String full = "";
  private volatile boolean silent;

  @Override
  public Started start(ActorContext<?> context, NodeGuardian.Parts parts, Mailboxes mailboxes) {
    return new Started(
        this::tell,
        context.spawn(board(), "queue-board"),
        waiting::contains,
        this::find,
        (mid, mailbox, nowMillis) -> traced.add(mid + " " + mailbox),
        List.of());
  }

  private void tell(DomainName domain, RemoteDomain.Command command) {
    told.add(command);
    if (silent) {
      return;
    }
    if (command instanceof RemoteDomain.Check check) {
      boolean known = check.mid().filter(queued::containsKey).isPresent();
      check.replyTo().tell(known ? RemoteDomain.Known.INSTANCE : answer());
    } else if (command instanceof RemoteDomain.Enqueue enqueue) {
      RemoteDomain.Reply answer = answer();
      boolean known = queued.putIfAbsent(enqueue.mail().mid(), enqueue.mail()) != null;
      enqueue.replyTo().tell(known ? RemoteDomain.Known.INSTANCE : answer);
    } else if (command instanceof RemoteDomain.ListMail list) {
      String source = list.source().orElseThrow();
      list.replyTo().tell(new RemoteDomain.Mails(listed(list.afterId(), source), false));
    } else if (command instanceof RemoteDomain.Cancel cancel) {
      cancel.replyTo().tell(new RemoteDomain.Changed(cancel(cancel) ? 1 : 0));
    }
  }

  private RemoteDomain.Reply answer() {
    return full.isEmpty() ? RemoteDomain.Queued.INSTANCE : new RemoteDomain.Refused(full);
  }

  private List<RemoteDomain.Mail> listed(long afterId, String source) {
    return waitingMail.stream()
        .filter(mail -> mail.id() > afterId && mail.source().equals(source))
        .filter(mail -> !unproven.contains(mail.mid()))
        .limit(1)
        .toList();
  }

  private boolean cancel(RemoteDomain.Cancel cancel) {
    return waitingMail.removeIf(
        mail -> mail.mid().equals(cancel.mid()) && mail.source().equals(cancel.source()));
  }

  private Behavior<QueueBoard.Command> board() {
    return Behaviors.receiveMessage(
        message -> {
          if (message instanceof QueueBoard.GatherMail gather) {
            gather.replyTo().tell(gathered(m -> m.source().equals(gather.source().orElseThrow())));
          } else if (message instanceof QueueBoard.FindMail find) {
            find.replyTo().tell(gathered(m -> m.mid().equals(find.mid())));
          }
          return Behaviors.same();
        });
  }

  private QueueBoard.Gathered gathered(Predicate<RemoteDomain.Mail> wanted) {
    return new QueueBoard.Gathered(waitingMail.stream().filter(wanted).toList(), !silent);
  }

  private CompletableFuture<RemoteKeys.Answer> find(Address address) {
    keysAsked.add(address);
    return CompletableFuture.completedFuture(
        keys.getOrDefault(address, new RemoteKeys.NoKey("no such account")));
  }

  /** All mail that was queued. */
  public List<RemoteDomain.NewMail> queued() {
    return List.copyOf(queued.values());
  }

  /** Everything of this type that any queue was told. */
  public <C extends RemoteDomain.Command> List<C> told(Class<C> type) {
    List<C> found = new ArrayList<>();
    told.stream().filter(type::isInstance).map(type::cast).forEach(found::add);
    return found;
  }

  /** From now on the queues refuse, for this reason; none if empty. */
  public void refuse(String reason) {
    full = reason;
  }

  /** From now on nobody answers. */
  public void silence() {
    silent = true;
  }

  public void keep(RemoteDomain.Mail mail) {
    waitingMail.add(mail);
  }

  /** Mail that came without a session of its source. */
  public void keepUnproven(RemoteDomain.Mail mail) {
    unproven.add(mail.mid());
    waitingMail.add(mail);
  }

  public void waitFor(String domain) {
    waiting.add(new DomainName(domain));
  }

  public void know(Address address, RemoteKeys.Answer answer) {
    keys.put(address, answer);
  }

  /** Which keys other domains' nodes were asked for. */
  public List<Address> keysAsked() {
    return List.copyOf(keysAsked);
  }

  public List<String> traced() {
    return List.copyOf(traced);
  }
}
