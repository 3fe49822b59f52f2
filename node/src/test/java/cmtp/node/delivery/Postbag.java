package cmtp.node.delivery;

import cmtp.node.net.StreamDialer;
import cmtp.node.net.TcpSockets;
import cmtp.node.peer.PeerSettings;
import cmtp.node.routing.Resolution;
import cmtp.persistence.mailbox.Sections;
import cmtp.persistence.queue.PeerKnowledge;
import cmtp.persistence.queue.PinOrigin;
import cmtp.persistence.queue.QueuedMail;
import cmtp.persistence.trace.TraceEntry;
import cmtp.persistence.trace.TraceStore;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.message.HopTrail;
import cmtp.protocol.message.LogEntry;
import cmtp.protocol.message.Message;
import com.typesafe.config.ConfigFactory;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;

/** A queue's side of deliveries, over real connections: what it hands over and what it hears. */
public final class Postbag implements AutoCloseable {
  static final DomainName DOMAIN = new DomainName("far.example");
  static final DomainName OURS = new DomainName("near.example");

  /** A content that can't be read now. */
  static final long UNREADABLE = -1;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final SigningKey OUR_KEY = SigningKey.generate();

  final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString("pekko.actor.provider = local")
              .withFallback(ConfigFactory.load()));
  final TestProbe<DeliveryAttempt.Progress> queue = kit.createTestProbe();
  final Traces traces = new Traces();
  private final Map<Long, Bytes> contents = new ConcurrentHashMap<>();
  private long lastId;

  /** Remembers what was noted; fails when told to. */
  static final class Traces implements TraceStore {
    final List<TraceEntry> noted = new CopyOnWriteArrayList<>();
    volatile boolean broken;

    @Override
    public CompletionStage<Void> note(List<TraceEntry> entries) {
      if (broken) {
        return CompletableFuture.failedStage(new IllegalStateException("the disk is full"));
      }
      noted.addAll(entries);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<List<TraceEntry>> find(Bytes prefix) {
      return CompletableFuture.completedStage(List.copyOf(noted));
    }

    @Override
    public CompletionStage<Integer> forgetBefore(long unixMillis) {
      return CompletableFuture.completedStage(0);
    }
  }

  /** Times in which an honest peer on this machine answers, and a test does not wait long. */
  static PeerSettings patient() {
    return new PeerSettings(Duration.ofSeconds(10), Duration.ofSeconds(20), 512, 16 * 1024);
  }

  static PeerSettings impatient() {
    return new PeerSettings(Duration.ofMillis(400), Duration.ofMillis(400), 512, 16 * 1024);
  }

  static PeerKnowledge pinned(VerifyKey key, boolean x1) {
    return new PeerKnowledge(key.bytes(), PinOrigin.FIRST_SEEN, 1, x1, Bytes.EMPTY, 0);
  }

  /** A queued message of these bytes. */
  QueuedMail queued(Message message) {
    long id = ++lastId;
    Bytes whole = message.encode();
    contents.put(id, whole);
    int header = message.header().encode().length();
    List<Long> attachments =
        message.attachments().stream().map(one -> (long) one.length()).toList();
    Sections sections =
        new Sections(header, message.log().bytes().length(), message.body().length(), attachments);
    LogEntry.Hop hop =
        HopTrail.next(
            message.log(), message.mid(), OUR_KEY, OURS, LogEntry.HopAction.RELAY, 1_000_000L);
    return new QueuedMail(
        id, message.mid(), id, sections, "a@near.example", "b@far.example", true, hop.text(), 1);
  }

  void forgetContent(QueuedMail mail) {
    contents.remove(mail.contentId());
  }

  void truncateContent(QueuedMail mail, int bytes) {
    contents.computeIfPresent(mail.contentId(), (id, whole) -> whole.slice(0, bytes));
  }

  private CompletionStage<Bytes> read(long contentId, long offset, int length) {
    if (contentId == UNREADABLE) {
      return CompletableFuture.failedStage(new IllegalStateException("the store is busy"));
    }
    Bytes whole = contents.getOrDefault(contentId, Bytes.EMPTY);
    int from = (int) Math.min(offset, whole.length());
    return CompletableFuture.completedStage(
        whole.slice(from, Math.min(whole.length(), from + length)));
  }

  Resolution found(InetSocketAddress... addresses) {
    List<Resolution.Target> targets = new ArrayList<>();
    for (InetSocketAddress address : addresses) {
      targets.add(new Resolution.Target("host" + targets.size(), address));
    }
    return new Resolution.Found(targets, Optional.empty());
  }

  ActorRef<DeliveryAttempt.Command> attempt(
      PeerSettings settings, PeerKnowledge known, Resolution resolution) {
    return attempt(DOMAIN, settings, known, resolution);
  }

  ActorRef<DeliveryAttempt.Command> attempt(
      DomainName domain, PeerSettings settings, PeerKnowledge known, Resolution resolution) {
    SecureRandomBytes random = SecureRandomBytes.system();
    Clock clock = Clock.systemUTC();
    StreamDialer dialer =
        new StreamDialer(
            kit.system(), new TcpSockets(kit.system()), settings, random, clock::millis);
    DeliveryAttempt.Parts parts =
        new DeliveryAttempt.Parts(
            asked -> CompletableFuture.completedStage(resolution),
            dialer,
            this::read,
            traces,
            settings,
            random,
            clock);
    return kit.spawn(DeliveryAttempt.attempts(parts).open(domain, known, queue.getRef()));
  }

  /** Waits to be told that the peer is the domain's node, and hands it these. */
  DeliveryAttempt.Met give(QueuedMail... mails) {
    DeliveryAttempt.Met met = met();
    met.attempt().tell(new DeliveryAttempt.Work(List.of(mails)));
    return met;
  }

  DeliveryAttempt.Met met() {
    return queue.expectMessageClass(DeliveryAttempt.Met.class, PATIENCE);
  }

  DeliveryAttempt.Done done() {
    return queue.expectMessageClass(DeliveryAttempt.Done.class, PATIENCE);
  }

  DeliveryAttempt.Ended ended() {
    return queue.expectMessageClass(DeliveryAttempt.Ended.class, PATIENCE);
  }

  String brokenBecause() {
    return ((DeliveryAttempt.Broken) ended().end()).reason();
  }

  /** All is delivered: it may go, and does. */
  void finish(ActorRef<DeliveryAttempt.Command> attempt) {
    attempt.tell(DeliveryAttempt.Finish.INSTANCE);
    if (!ended().end().equals(DeliveryAttempt.Over.INSTANCE)) {
      throw new AssertionError("did not end in order");
    }
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
  }
}
