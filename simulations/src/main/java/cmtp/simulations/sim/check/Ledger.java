package cmtp.simulations.sim.check;

import cmtp.node.delivery.DeliverySettings;
import cmtp.persistence.mailbox.MailboxEvent;
import cmtp.persistence.queue.QueueEvent;
import cmtp.persistence.queue.QueuedMail;
import cmtp.persistence.queue.ReportKind;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.command.Payload;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.simulations.sim.disk.Storage;
import cmtp.simulations.sim.federation.Letter;
import cmtp.simulations.sim.federation.Sender;
import cmtp.simulations.sim.federation.SimulatedNode;
import cmtp.simulations.sim.federation.Witness;
import cmtp.simulations.sim.network.SimulatedNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The outside record of every message: what its writer was told, and what every node has on stable
 * storage. Invariants that one step can break are checked at that step; the first that is broken is
 * kept.
 */
public final class Ledger implements Witness, Storage.Watcher {
  private static final int SCATTER_MIN_SEEN = 30;
  private static final double SCATTER_MIN = 0.02;

  /** What the ledger must know of the world. */
  public interface Surroundings {
    long nowNanos();

    SimulatedNode nodeOfRun(String run);

    /** Whether mail to this address can arrive. */
    boolean exists(String address);

    /** The key of the node that really is the domain's; empty if none is. */
    Optional<VerifyKey> keyOf(String domain);

    /** Connections from a node to the domain's node now. */
    int connections(SimulatedNode from, String domain);

    /** Whether the node's clock was never wrong. */
    boolean hasTrueClock(SimulatedNode node);

    /** Whether the node pretends to be another's domain's. */
    boolean isImpostor(SimulatedNode node);
  }

  /** A node that was shown another key than a domain's pinned one. */
  public record Dispute(SimulatedNode node, String domain) {}

  private final DeliverySettings settings;
  private final Surroundings world;
  private final Map<MessageId, Mail> mails = new LinkedHashMap<>();
  private final Map<MessageId, MessageId> reports = new HashMap<>();
  private final Set<MessageId> notices = new HashSet<>();
  private final Map<String, QueueModel> queues = new HashMap<>();
  private final Pins pins = new Pins();
  private final List<Mail.Note> events = new ArrayList<>();
  private Optional<Violation> violation = Optional.empty();
  private double leastScatter = Double.MAX_VALUE;
  private double mostScatter = -Double.MAX_VALUE;
  private int dials;
  private long acknowledged;
  private long arrived;
  private long reported;
  private final Latencies latencies = new Latencies();
  private final CourseRecorder course = new CourseRecorder();

  public Ledger(DeliverySettings settings, Surroundings world) {
    this.settings = settings;
    this.world = world;
  }

  public Optional<Violation> violation() {
    return violation;
  }

  void violate(String rule, String text, Optional<MessageId> mid) {
    if (violation.isEmpty()) {
      violation = Optional.of(new Violation(rule, text, mid));
    }
  }

  /** Nodes hold no more connections than they may, whoever comes. */
  public void checkConnections(
      SimulatedNetwork.Served most, int connectionsMax, int perAddressMax) {
    if (most.inAll() > connectionsMax || most.fromOne() > perAddressMax) {
      violate(
          "connections are limited",
          most.inAll() + " at once, " + most.fromOne() + " of them from one address",
          Optional.empty());
    }
  }

  /** Something that happens to nodes or the network, for the stories. */
  public void happens(String what) {
    events.add(new Mail.Note(world.nowNanos(), what));
  }

  /** An actor failed in a way that nobody foresaw. */
  public void crashed(String what) {
    violate("no actor crashes", what, Optional.empty());
  }

  private void note(Mail mail, String text) {
    mail.note(world.nowNanos(), text);
  }

  @Override
  public void written(Letter letter, Sender by, DomainName at) {
    Mail known = mails.get(letter.mid());
    if (known != null) {
      known.copies++;
      note(known, "another letter with the same id was written");
      return;
    }
    Mail.Fate fate = fate(letter, by, at);
    Mail mail = new Mail(letter.mid(), letter.from().address(), letter.to(), fate, by);
    mails.put(letter.mid(), mail);
    String hand = by == Sender.WRITER ? "" : ", handed to " + at + " by a " + by;
    note(mail, "written by " + letter.from().address() + " to " + letter.to() + hand);
  }

  private Mail.Fate fate(Letter letter, Sender by, DomainName at) {
    if (by == Sender.STRANGER && !letter.to().domain().equals(at)) {
      return Mail.Fate.REFUSED;
    }
    return world.exists(letter.to().toString()) ? Mail.Fate.ARRIVES : Mail.Fate.FAILS;
  }

  @Override
  public void acknowledged(Letter letter, Bytes signature) {
    Mail mail = mails.get(letter.mid());
    if (!mail.acknowledged) {
      acknowledged++;
    }
    mail.acknowledged = true;
    note(mail, "acknowledged to its writer");
    notForwarded(mail);
  }

  private void notForwarded(Mail mail) {
    if (mail.fate == Mail.Fate.REFUSED) {
      violate("strangers' mail is not forwarded", "to " + mail.to, Optional.of(mail.mid));
    }
  }

  @Override
  public void refused(Letter letter, String reason) {
    Mail mail = mails.get(letter.mid());
    mail.refused = true;
    note(mail, "refused: " + reason);
    if (mail.fate == Mail.Fate.ARRIVES) {
      violate("deliverable mail is taken", reason, Optional.of(mail.mid));
    }
  }

  @Override
  public void putOff(Letter letter, String reason) {
    note(mails.get(letter.mid()), "put off: " + reason);
  }

  @Override
  public void abandoned(Letter letter, String reason) {
    Mail mail = mails.get(letter.mid());
    mail.abandoned = true;
    note(mail, "put off, and not tried again: " + reason);
  }

  @Override
  public void misbehaved(Letter letter, String how) {
    violate("nodes keep to the protocol", how, Optional.of(letter.mid()));
  }

  @Override
  public void stored(String run, String persistenceId, Object event) {
    SimulatedNode node = world.nodeOfRun(run);
    if (event instanceof MailboxEvent.Delivered delivered) {
      delivered(node, persistenceId, delivered);
    } else if (event instanceof QueueEvent queued) {
      queued(node, run, persistenceId.substring(persistenceId.indexOf('|') + 1), queued);
    }
  }

  private void delivered(SimulatedNode node, String mailbox, MailboxEvent.Delivered event) {
    String address = mailbox.substring(mailbox.indexOf('|') + 1);
    Mail mail = mails.get(event.mid());
    if (mail == null) {
      reportArrived(address, event.mid());
      return;
    }
    note(mail, "in the mailbox " + address + " on " + node.name());
    if (world.isImpostor(node)) {
      mail.stolen = pins.isMisled(sender(mail), node.domain().value());
      return;
    }
    if (!address.equals(mail.to.toString())) {
      violate("mail goes to its reader", "it is in " + address, Optional.of(mail.mid));
    }
    mail.stored++;
    if (mail.stored == 1) {
      arrived++;
      addLatency(mail);
    }
    if (mail.stored > mail.copies) {
      violate("nothing twice in a mailbox", "twice in " + address, Optional.of(mail.mid));
    }
    if (mail.reports > 0) {
      violate("delivered or reported", "arrived after its report", Optional.of(mail.mid));
    }
  }

  private void addLatency(Mail mail) {
    if (mail.by != Sender.STRANGER) {
      long onItsWay = world.nowNanos() - mail.notes().get(0).nanos();
      latencies.add(onItsWay);
      course.arrived(onItsWay);
    }
  }

  private static String sender(Mail mail) {
    return mail.from.domain().value();
  }

  private void reportArrived(String address, MessageId report) {
    Mail mail = Optional.ofNullable(reports.get(report)).map(mails::get).orElse(null);
    if (mail == null) {
      if (!notices.contains(report)) {
        violate("no ghosts", "nobody wrote " + report + " in " + address, Optional.of(report));
      }
      return;
    }
    note(mail, "its failure is reported to " + address);
    reported++;
    if (++mail.reports > 1) {
      violate("reported once", "two reports in " + address, Optional.of(mail.mid));
    }
    if (mail.stored > 0) {
      violate("delivered or reported", "reported after it arrived", Optional.of(mail.mid));
    }
  }

  private void queued(SimulatedNode node, String run, String domain, QueueEvent event) {
    QueueModel queue =
        queues.computeIfAbsent(node.name() + " " + domain, any -> new QueueModel(settings));
    Bytes pinBefore = queue.pin();
    if (event instanceof QueueEvent.Failed failed) {
      failed.failures().forEach(failure -> failed(node, queue, failure, failed.atMs()));
    }
    Optional<QueueModel.Item> about =
        event instanceof QueueEvent.ReportComposed composed
            ? queue.find(composed.report().mailId())
            : Optional.empty();
    course.queued(queue, event);
    boolean trueClock = world.hasTrueClock(node);
    int connections = event instanceof QueueEvent.DialStarted ? world.connections(node, domain) : 0;
    queue
        .apply(event, run, connections, trueClock)
        .ifPresent(
            wrong ->
                violate(
                    wrong.rule(),
                    node.name() + " to " + domain + ": " + wrong.text(),
                    Optional.empty()));
    told(node, domain, queue, event, pinBefore, about);
  }

  private void told(
      SimulatedNode node,
      String domain,
      QueueModel queue,
      QueueEvent event,
      Bytes pinBefore,
      Optional<QueueModel.Item> about) {
    if (event instanceof QueueEvent.MailQueued e) {
      e.mails().forEach(mail -> queuedAt(node, mail));
    } else if (event instanceof QueueEvent.DialStarted e) {
      scattered(queue.scatter(e));
    } else if (event instanceof QueueEvent.Deferred e) {
      e.deferrals()
          .forEach(one -> noteQueued(queue.mail(one.id()), node, "deferred: " + one.reason()));
    } else if (event instanceof QueueEvent.ReportComposed e) {
      composed(node, e, about.map(item -> item.mail));
    } else if (event instanceof QueueEvent.PeerPinned e) {
      pinned(node, domain, e, pinBefore);
    } else if (event instanceof QueueEvent.PeerKeyOffered) {
      pins.disputed(node, domain);
    }
  }

  /** Keys that only an operator can decide about. */
  public List<Dispute> disputes() {
    return pins.disputes();
  }

  private void queuedAt(SimulatedNode node, QueuedMail queued) {
    Mail mail = mails.get(queued.mid());
    if (mail == null) {
      violate("no ghosts", "nobody wrote " + queued.mid(), Optional.of(queued.mid()));
    } else {
      note(mail, "in the queue of " + node.name());
      notForwarded(mail);
    }
  }

  private void noteQueued(Optional<QueuedMail> queued, SimulatedNode node, String text) {
    queued
        .map(mail -> mails.get(mail.mid()))
        .ifPresent(mail -> note(mail, text + " (" + node.name() + ")"));
  }

  private void failed(SimulatedNode node, QueueModel queue, QueueEvent.Failure failure, long atMs) {
    Optional<QueuedMail> queued = queue.mail(failure.id());
    noteQueued(queued, node, "failed: " + failure.reason());
    if (queued.isEmpty() || !mails.containsKey(queued.get().mid())) {
      return;
    }
    Mail mail = mails.get(queued.get().mid());
    mail.failures++;
    long ageMs = atMs - queued.get().acceptedMs();
    mail.gaveUp |= ageMs >= settings.retry().giveUpAfter().toMillis();
    if (mail.fate == Mail.Fate.ARRIVES && !mail.gaveUp && world.hasTrueClock(node)) {
      violate(
          "deliverable mail does not fail", "failed: " + failure.reason(), Optional.of(mail.mid));
    }
  }

  private void composed(
      SimulatedNode node, QueueEvent.ReportComposed e, Optional<QueuedMail> about) {
    if (e.report().kind() != ReportKind.FAILURE) {
      notices.add(e.report().mid());
      return;
    }
    Mail mail = about.map(one -> mails.get(one.mid())).orElse(null);
    if (mail == null) {
      violate("no ghosts", "a report about nothing", Optional.empty());
      return;
    }
    reports.put(e.report().mid(), mail.mid);
    note(mail, "a report is composed on " + node.name());
    if (mail.from.account().isServer()) {
      violate("no report about a report", e.report().recipient(), Optional.of(mail.mid));
    } else if (!mail.isProven()) {
      violate("no backscatter", e.report().recipient(), Optional.of(mail.mid));
    }
    if (!e.report().recipient().equals(mail.from.toString())) {
      violate("reports go to the writer", e.report().recipient(), Optional.of(mail.mid));
    }
    if (++mail.reportsComposed > 1) {
      violate("reported once", "two reports composed", Optional.of(mail.mid));
    }
  }

  private void pinned(SimulatedNode node, String domain, QueueEvent.PeerPinned e, Bytes before) {
    if (pins.pinned(node, domain, world.keyOf(domain), e, before)) {
      violate(
          "a pin is kept",
          node.name() + " takes another key for " + domain + "'s, and nobody said so",
          Optional.empty());
    }
  }

  private void scattered(double scatter) {
    dials++;
    leastScatter = Math.min(leastScatter, scatter);
    mostScatter = Math.max(mostScatter, scatter);
  }

  /** A receipt that a node keeps: it must be the domain's word for this very message. */
  void receipt(MessageId mid, String domain, Bytes proof) {
    Bytes key = proof.slice(0, VerifyKey.BYTES);
    Optional<VerifyKey> right = world.keyOf(domain);
    boolean known = right.isEmpty() || right.get().bytes().equals(key);
    boolean signed =
        VerifyKey.of(key)
            .filter(
                one ->
                    one.verify(
                        proof.slice(VerifyKey.BYTES, proof.length()), Payload.Receipt.signed(mid)))
            .isPresent();
    if (!signed || !known && !mails.get(mid).stolen) {
      violate("receipts verify", "a receipt of " + domain, Optional.of(mid));
    }
  }

  /** Whether all that must become of messages has, and no queue holds any. */
  public boolean isSettled() {
    return unsettled().isEmpty() && waiting() == 0;
  }

  private Optional<Mail> unsettled() {
    return mails.values().stream().filter(mail -> !mail.isSettled()).findFirst();
  }

  private int waiting() {
    return queues.values().stream().mapToInt(QueueModel::waiting).sum();
  }

  /** What must be true when everything was whole for long enough. */
  public void checkEnd() {
    unsettled().ifPresent(this::lost);
    if (waiting() > 0) {
      violate("queues drain", waiting() + " messages wait", Optional.empty());
    }
    if (dials >= SCATTER_MIN_SEEN && mostScatter - leastScatter < SCATTER_MIN) {
      violate("waits are scattered", "all are " + leastScatter, Optional.empty());
    }
  }

  private void lost(Mail mail) {
    Optional<MessageId> mid = Optional.of(mail.mid);
    if (!mail.acknowledged) {
      violate("every letter is answered", "it was never taken nor refused", mid);
    } else if (mail.fate == Mail.Fate.FAILS) {
      violate("failures are reported", "its writer was never told", mid);
    } else {
      violate("nothing acknowledged is lost", "it never arrived", mid);
    }
  }

  /** Whether a host that nobody knows handed it in: no node has signed for it then. */
  boolean isStrangers(MessageId mid) {
    Mail mail = mails.get(mid);
    return mail != null && mail.by == Sender.STRANGER;
  }

  Collection<Mail> mails() {
    return mails.values();
  }

  /** Everything known of one message and of what happened meanwhile. */
  public List<String> story(Optional<MessageId> mid) {
    return Story.of(mid.map(mails::get), events);
  }

  public long written() {
    return mails.size();
  }

  public long acknowledged() {
    return acknowledged;
  }

  public long arrived() {
    return arrived;
  }

  public long reported() {
    return reported;
  }

  public int dials() {
    return dials;
  }

  public Latencies latencies() {
    return latencies;
  }

  /** The work begins, and takes about so long. */
  public void begins(Duration length) {
    course.begin(world.nowNanos(), length);
  }

  /** Sees how things stand, if it is time to. */
  public void look() {
    if (course.isDue(world.nowNanos())) {
      course.sample(world.nowNanos(), queues);
    }
  }

  public Course course() {
    return course.course();
  }
}
