package cmtp.node.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.TestMail;
import cmtp.node.TestNode.User;
import cmtp.node.dns.AuthoritativeDns;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.client.MailOutcome;
import cmtp.protocol.command.Payload;
import cmtp.protocol.message.Message;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node that is killed with mail queued for many domains which can't be reached resumes all of it
 * by itself: it knocks at each domain again when its back-off allows, no faster than it may, and
 * delivers everything once when they can be reached.
 */
class QueueRestartTest {
  private static final int MESSAGE_BYTES = 1024;
  private static final String ACCOUNT = "bob";
  private static final Address SENDER = Address.of("alice", "a.test");
  private static final double JITTER = 0.2;
  private static final Duration READY = Duration.ofSeconds(30);
  private static final long RESIDENT_KIB_MAX = 512 * 1024;

  @TempDir Path folder;

  /**
   * @param writers connections that submit at once
   * @param heap option of the Java machine
   */
  private record Scale(
      int messages, int domains, int writers, int dialsPerSecond, Duration first, String heap) {
    /** Twice the first wait. */
    Duration max() {
      return first.multipliedBy(2);
    }

    int messagesEach() {
      return messages / domains;
    }

    /** By when each domain must have been dialled, from the first answer on. */
    Duration allDialled() {
      long waitMs = Math.round(max().toMillis() * (1 + JITTER));
      return Duration.ofMillis(waitMs + 1000L * domains / dialsPerSecond).plusSeconds(10);
    }
  }

  @Test
  @Tag("long")
  void resumes2000MessagesFor10DomainsAfterAKill() throws Exception {
    resumes(new Scale(2_000, 10, 16, 5, Duration.ofSeconds(2), "-Xmx128m"));
  }

  @Test
  @Tag("long")
  void resumes100000MessagesFor1000DomainsAfterAKill() throws Exception {
    resumes(new Scale(100_000, 1_000, 50, 50, Duration.ofSeconds(20), "-Xmx192m"));
  }

  private void resumes(Scale scale) throws Exception {
    int doorPort = freePort();
    List<String> names =
        IntStream.range(0, scale.domains()).mapToObj("d%03d.test"::formatted).toList();
    try (AuthoritativeDns dns = AuthoritativeDns.start(0, zone(names, doorPort));
        ServerProcess far =
            ServerProcess.start(
                folder.resolve("far"), List.of(), List.of(), "cmtp.domains=" + quoted(names))) {
      List<User> readers = new ArrayList<>();
      for (String name : names) {
        readers.add(far.open(Address.of(ACCOUNT, name)));
      }
      say("the far node serves " + names.size() + " domains");
      List<Set<MessageId>> sent = fillAndKill(scale, dns, readers);
      try (Doors doors = Doors.open(scale.domains(), doorPort)) {
        long startedNanos = System.nanoTime();
        try (ServerProcess node = start(scale, dns)) {
          node.connect().close();
          Duration ready = since(startedNanos);
          say("first answer after " + ready.toMillis() + " ms");
          assertTrue(ready.compareTo(READY) < 0, "ready after " + ready);
          knocksEverywhere(scale, doors, System.nanoTime());
          doors.leadTo(far.address());
          emptiesItsQueue(scale, node);
          long peakKiB = node.residentPeakKiB();
          say("resident memory at most " + peakKiB / 1024 + " MiB with " + scale.heap());
          assertTrue(peakKiB < RESIDENT_KIB_MAX, peakKiB + " KiB");
        }
      }
      for (int i = 0; i < readers.size(); i++) {
        assertEquals(sent.get(i), arrived(far, readers.get(i)));
      }
    }
  }

  private ServerProcess start(Scale scale, AuthoritativeDns dns) throws IOException {
    return ServerProcess.start(
        folder.resolve("node"),
        List.of(),
        List.of(scale.heap(), "-XX:+ExitOnOutOfMemoryError"),
        "cmtp.domains=[\"a.test\"]",
        "cmtp.dns.servers=[\"127.0.0.1:" + dns.address().getPort() + "\"]",
        "cmtp.dns.private-targets=true",
        "cmtp.delivery.retry-first=" + scale.first().toMillis() + " ms",
        "cmtp.delivery.retry-max=" + scale.max().toMillis() + " ms",
        "cmtp.delivery.retry-jitter=" + JITTER,
        "cmtp.delivery.dials-per-second=" + scale.dialsPerSecond());
  }

  /** What was acknowledged, for each domain. */
  private List<Set<MessageId>> fillAndKill(Scale scale, AuthoritativeDns dns, List<User> readers)
      throws Exception {
    List<Set<MessageId>> sent = new ArrayList<>();
    readers.forEach(reader -> sent.add(ConcurrentHashMap.newKeySet()));
    try (ServerProcess node = start(scale, dns)) {
      long startedNanos = System.nanoTime();
      AtomicInteger next = new AtomicInteger();
      ExecutorService writers = Executors.newFixedThreadPool(scale.writers());
      List<Future<?>> writing = new ArrayList<>();
      for (int i = 0; i < scale.writers(); i++) {
        writing.add(writers.submit(() -> submit(node, next, scale.messages(), readers, sent)));
      }
      for (Future<?> writer : writing) {
        writer.get();
      }
      writers.shutdown();
      say(scale.messages() + " messages queued in " + since(startedNanos).toMillis() + " ms");
      say("resident memory at most " + node.residentPeakKiB() / 1024 + " MiB while filled");
      node.kill();
    }
    return sent;
  }

  private static Void submit(
      ServerProcess node, AtomicInteger next, int count, List<User> to, List<Set<MessageId>> sent)
      throws IOException {
    try (CmtpClient client = node.connect()) {
      for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
        Message message = message(to.get(n % to.size()), n);
        assertEquals(MailOutcome.Unproven.INSTANCE, client.mail(message, bytes -> {}));
        sent.get(n % to.size()).add(message.mid());
      }
    }
    return null;
  }

  /** A whole message of that size. */
  private static Message message(User to, int number) {
    String text = "%06d".formatted(number);
    int bytes = bytes(sealed(to, text));
    return sealed(to, text + "x".repeat(MESSAGE_BYTES - bytes));
  }

  private static Message sealed(User to, String text) {
    return TestMail.sealed(SENDER, to.address(), to.key().publicKey(), text);
  }

  private static int bytes(Message message) {
    return message.header().encode().length()
        + message.log().bytes().length()
        + message.body().length();
  }

  /** Each domain is tried, none before its time, and all together not too often. */
  private static void knocksEverywhere(Scale scale, Doors doors, long readyNanos)
      throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    int known = 0;
    while (known < scale.domains() && since(readyNanos).compareTo(scale.allDialled()) < 0) {
      never.await(200, TimeUnit.MILLISECONDS);
      known = doors.knocks().stream().map(Doors.Knock::door).collect(Collectors.toSet()).size();
    }
    List<Doors.Knock> knocks = doors.knocks();
    say(known + " domains dialled after " + since(readyNanos).toMillis() + " ms");
    assertEquals(scale.domains(), known, "domains dialled");
    say("at most " + mostInASecond(knocks) + " dials in a second of " + knocks.size());
    assertTrue(mostInASecond(knocks) <= 2 * scale.dialsPerSecond());
    long[] last = new long[scale.domains()];
    long leastMs = Math.round(scale.first().toMillis() * (1 - JITTER));
    for (Doors.Knock knock : knocks) {
      long waitMs = (knock.nanos() - last[knock.door()]) / 1_000_000;
      assertTrue(last[knock.door()] == 0 || waitMs >= leastMs / 2, "again after " + waitMs);
      last[knock.door()] = knock.nanos();
    }
  }

  private static int mostInASecond(List<Doors.Knock> knocks) {
    int most = 0;
    int from = 0;
    for (int to = 0; to < knocks.size(); to++) {
      while (knocks.get(to).nanos() - knocks.get(from).nanos() >= TimeUnit.SECONDS.toNanos(1)) {
        from++;
      }
      most = Math.max(most, to - from + 1);
    }
    return most;
  }

  private static void emptiesItsQueue(Scale scale, ServerProcess node) throws Exception {
    long startedNanos = System.nanoTime();
    Duration patience = scale.allDialled().plusSeconds(60 + scale.messages() / 200);
    CountDownLatch never = new CountDownLatch(1);
    JsonNode summary = node.get("/v1/queue/summary");
    while (!isEmpty(summary)) {
      assertTrue(since(startedNanos).compareTo(patience) < 0, summary.toString());
      never.await(500, TimeUnit.MILLISECONDS);
      summary = node.get("/v1/queue/summary");
    }
    say("the queue is empty after " + since(startedNanos).toMillis() + " ms");
  }

  private static boolean isEmpty(JsonNode summary) {
    boolean empty = summary.path("complete").asBoolean();
    for (JsonNode domain : summary.path("domains")) {
      empty &= domain.path("waiting").asInt() == 0;
    }
    return empty;
  }

  private static Set<MessageId> arrived(ServerProcess far, User reader) throws IOException {
    Set<MessageId> there = new HashSet<>();
    try (CmtpClient session = far.session(reader)) {
      for (Payload.MessageRow row : Inbox.list(session)) {
        assertTrue(there.add(row.mid()), "twice: " + row.mid());
      }
    }
    return there;
  }

  private static List<String> zone(List<String> names, int port) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      lines.add("_cmtp._tcp." + name + ". 60 IN SRV 0 0 " + port + " node." + name + ".");
      lines.add("node." + name + ". 60 IN A " + Doors.address(i).getHostAddress());
    }
    return lines;
  }

  private static String quoted(List<String> names) {
    return names.stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  private static void say(String what) {
    System.out.println("queue restart: " + what);
  }
}
