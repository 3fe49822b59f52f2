package cmtp.node.ops;

import cmtp.node.delivery.QueueBoard;
import cmtp.node.delivery.RemoteDomain;
import cmtp.node.delivery.RemoteDomain.Changed;
import cmtp.node.delivery.RemoteDomain.Summary;
import cmtp.node.ops.AdminException.Code;
import cmtp.persistence.queue.PeerKnowledge;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.VerifyKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * What an operator may ask and do about mail for other domains; blocking, so for the admin
 * interface's own threads.
 */
final class QueueAdmin {
  static final int ROWS_MAX = 500;
  static final int MIDS_MAX = 500;
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final DeliveryAccess delivery;
  private final TraceAdmin traces;
  private final ActorSystem<?> system;

  QueueAdmin(DeliveryAccess delivery, ActorSystem<?> system) {
    this.delivery = delivery;
    this.traces = new TraceAdmin(delivery.traces());
    this.system = system;
  }

  QueueBoard.Summaries summaries() {
    return Asking.answer(delivery.board(), QueueBoard.GetSummaries::new, PATIENCE, system);
  }

  Summary summary(DomainName domain) {
    return ask(domain, RemoteDomain.GetSummary::new);
  }

  /** Names of which something is stored or for which mail waits, sorted, after {@code after}. */
  List<DomainName> names(String after, List<Summary> working) {
    TreeSet<String> names = new TreeSet<>();
    Asking.await(delivery.known().get(), PATIENCE).forEach(domain -> names.add(domain.value()));
    working.forEach(summary -> names.add(summary.domain().value()));
    return names.tailSet(after, false).stream().map(DomainName::new).toList();
  }

  RemoteDomain.Mails list(DomainName domain, long afterId, int limit) {
    return ask(domain, to -> new RemoteDomain.ListMail(afterId, limit, Optional.empty(), to));
  }

  QueueBoard.Gathered oldest(int limit) {
    return Asking.answer(
        delivery.board(),
        to -> new QueueBoard.GatherMail(Optional.empty(), limit, to),
        PATIENCE,
        system);
  }

  RemoteDomain.Mail find(String midText) {
    QueueBoard.Gathered found = Asking.await(startFind(traces.mid(midText)), PATIENCE);
    if (found.mails().isEmpty()) {
      throw found.complete()
          ? new AdminException(
              Code.NOTFOUND, "no such message waits; cmtp trace MID tells what became of it")
          : new AdminException(
              Code.BUSY, "not found, but not every queue answered in time; try again");
    }
    return found.mails().get(0);
  }

  private CompletionStage<QueueBoard.Gathered> startFind(MessageId mid) {
    return Asking.ask(delivery.board(), to -> new QueueBoard.FindMail(mid, to), PATIENCE, system);
  }

  /**
   * Which messages something is to be done to: those named, else all of the domain, else all.
   *
   * @param mids as the operator gave them: whole, or their beginnings
   */
  record Target(Optional<DomainName> domain, List<String> mids, boolean all) {
    Target {
      mids = List.copyOf(mids);
      if (mids.size() > MIDS_MAX) {
        throw new AdminException(Code.BADREQUEST, "at most " + MIDS_MAX + " messages at once");
      }
      if (domain.isEmpty() && mids.isEmpty() && !all) {
        throw new AdminException(Code.BADREQUEST, "name a domain or messages");
      }
    }
  }

  /** What to tell a domain's queue, for these messages or, if there are none, all of its own. */
  @FunctionalInterface
  interface Deed {
    RemoteDomain.Command command(List<MessageId> mids, ActorRef<Changed> replyTo);
  }

  /**
   * @param count of the messages that were changed, by domain
   * @param missing messages that don't wait anywhere
   */
  record Result(Map<DomainName, Integer> count, List<MessageId> missing) {}

  Result change(Target target, Deed deed) {
    List<MessageId> mids = target.mids().stream().map(traces::mid).toList();
    List<MessageId> missing = new ArrayList<>();
    Map<DomainName, List<MessageId>> byDomain = new LinkedHashMap<>();
    if (target.domain().isPresent()) {
      byDomain.put(target.domain().get(), mids);
    } else if (!mids.isEmpty()) {
      group(mids, byDomain, missing);
    } else {
      summaries().summaries().forEach(summary -> byDomain.put(summary.domain(), List.of()));
    }
    return new Result(tell(byDomain, deed), missing);
  }

  private void group(
      List<MessageId> mids, Map<DomainName, List<MessageId>> byDomain, List<MessageId> missing) {
    Map<MessageId, CompletionStage<QueueBoard.Gathered>> asked = new LinkedHashMap<>();
    mids.forEach(mid -> asked.computeIfAbsent(mid, this::startFind));
    asked.forEach(
        (mid, answer) -> {
          QueueBoard.Gathered found = Asking.await(answer, PATIENCE);
          if (found.mails().isEmpty()) {
            missing.add(mid);
          }
          for (RemoteDomain.Mail mail : found.mails()) {
            byDomain.computeIfAbsent(mail.domain(), domain -> new ArrayList<>()).add(mid);
          }
        });
  }

  private Map<DomainName, Integer> tell(Map<DomainName, List<MessageId>> byDomain, Deed deed) {
    Map<DomainName, CompletionStage<Changed>> asked = new LinkedHashMap<>();
    byDomain.forEach(
        (domain, mids) -> asked.put(domain, start(domain, to -> deed.command(mids, to))));
    Map<DomainName, Integer> counts = new LinkedHashMap<>();
    asked.forEach((domain, answer) -> counts.put(domain, Asking.await(answer, PATIENCE).count()));
    return counts;
  }

  void pause(DomainName domain) {
    ask(domain, RemoteDomain.Pause::new);
  }

  void resume(DomainName domain) {
    ask(domain, RemoteDomain.Resume::new);
  }

  /**
   * Pins a key.
   *
   * @param given the key, or the one that the domain's node shows now
   */
  VerifyKey trust(DomainName domain, Optional<Bytes> given) {
    Bytes key = given.orElseGet(() -> offered(domain, ask(domain, RemoteDomain.GetPeer::new)));
    VerifyKey safe =
        VerifyKey.of(key)
            .orElseThrow(() -> new AdminException(Code.BADREQUEST, "this is no server key"));
    ask(domain, (ActorRef<Changed> to) -> new RemoteDomain.Trust(safe.bytes(), to));
    return safe;
  }

  private static Bytes offered(DomainName domain, PeerKnowledge peer) {
    if (!peer.isKeyDisputed()) {
      throw new AdminException(
          Code.BADREQUEST, domain + " offers no other key than the pinned one: give the key");
    }
    return peer.offered();
  }

  static Map<String, Summary> byName(Collection<Summary> summaries) {
    Map<String, Summary> byName = new TreeMap<>();
    summaries.forEach(summary -> byName.put(summary.domain().value(), summary));
    return byName;
  }

  private <R> R ask(DomainName domain, Function<ActorRef<R>, RemoteDomain.Command> question) {
    return Asking.await(start(domain, question), PATIENCE);
  }

  private <R> CompletionStage<R> start(
      DomainName domain, Function<ActorRef<R>, RemoteDomain.Command> question) {
    return Asking.ask(
        (RemoteDomain.Command command) -> delivery.domains().tell(domain, command),
        question,
        PATIENCE,
        system);
  }
}
