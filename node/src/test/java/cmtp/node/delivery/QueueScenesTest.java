package cmtp.node.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.persistence.queue.QueueEvent;
import cmtp.persistence.queue.ReportKind;
import cmtp.protocol.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A queue and its peer, by the millisecond. The files are also what the simulation of very many
 * domains has to do ({@code cmtp.simulations.scale}), so that it stays the same thing.
 */
class QueueScenesTest {
  private static final long MET_AFTER_MS = 303;
  private static final long MESSAGE_MS = 137;
  private static final Duration GIVE_UP_AFTER = Duration.ofHours(10);
  private static final int WINDOW = 4;
  private static final int BATCH = 10;

  @Test
  void scattersItsWaitsByChanceAndTellsOfTheDelay() throws IOException {
    try (Scene scene = new Scene("scattered", Long.MAX_VALUE, 0, 42)) {
      scene.play(2);
    }
  }

  @Test
  void opensMoreConnectionsWhenTheDomainIsBack() throws IOException {
    try (Scene scene = new Scene("recovery", Duration.ofMinutes(30).toMillis(), 0, 0)) {
      scene.play(90);
    }
  }

  @Test
  void triesAgainWhatWasPutOff() throws IOException {
    try (Scene scene = new Scene("put-off", 0, 2, 0)) {
      scene.play(25);
    }
  }

  /** What a queue does, a line for each time and thing. */
  static List<String> lines(String scene) throws IOException {
    try (InputStream in = QueueScenesTest.class.getResourceAsStream(scene + ".scene")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static final class Scene implements AutoCloseable {
    /** What the peer does, or time does. */
    private record Act(long atMs, int no, Runnable what) {}

    private final List<String> lines;
    private final long downUntilMs;
    private final int deferFirst;
    private final QueueLab lab;
    private final PriorityQueue<Act> acts =
        new PriorityQueue<>(
            (a, b) -> a.atMs != b.atMs ? Long.compare(a.atMs, b.atMs) : a.no - b.no);
    private final Map<Object, QueueLab.Opened> opened = new HashMap<>();

    /** Since when a connection has nothing to do. */
    private final Map<QueueLab.Opened, Long> idleMs = new HashMap<>();

    private final Map<Long, Integer> tries = new HashMap<>();
    private final List<String> handed = new ArrayList<>();
    private int lastNo;

    /**
     * @param seed of what scatters the waits; 0: nothing does
     */
    Scene(String name, long downUntilMs, int deferFirst, long seed) throws IOException {
      this.downUntilMs = downUntilMs;
      this.deferFirst = deferFirst;
      this.lines = lines(name);
      SplittableRandom random = new SplittableRandom(seed);
      this.lab =
          new QueueLab(
              settings(), count -> seed == 0 ? QueueLab.half(count) : drawn(random, count));
    }

    private static DeliverySettings settings() {
      DeliverySettings s = QueueLab.SETTINGS;
      return new DeliverySettings(
          new RetrySettings(
              s.retry().first(),
              s.retry().max(),
              s.retry().jitter(),
              s.retry().noticeAfter(),
              GIVE_UP_AFTER),
          s.connectionsMax(),
          s.dialsPerSecond(),
          WINDOW,
          BATCH,
          s.linger(),
          s.idle(),
          s.wakeInterval(),
          s.messagesMax(),
          s.bytesMax());
    }

    /** Eight bytes make a chance; what else is drawn doesn't matter here. */
    private static Bytes drawn(SplittableRandom random, int count) {
      ByteBuffer bytes = ByteBuffer.allocate(count);
      return Bytes.wrap(
          (count == RetrySchedule.UNIT_BYTES ? bytes.putLong(random.nextLong()) : bytes).array());
    }

    private long nowMs() {
      return lab.clock.millis() - TestClock.START_MS;
    }

    private void act(long afterMs, Runnable what) {
      acts.add(new Act(nowMs() + afterMs, ++lastNo, what));
    }

    void play(int messages) {
      lab.start();
      for (int n = 1; n <= messages; n++) {
        lab.enqueue(QueueLab.mail(n, true));
      }
      Map<Long, List<String>> byTime = new TreeMap<>();
      lines.forEach(
          line ->
              byTime
                  .computeIfAbsent(Long.parseLong(line.split(" ", 2)[0]), ms -> new ArrayList<>())
                  .add(line.split(" ", 2)[1]));
      byTime.forEach(
          (ms, expected) -> {
            actUntil(ms - 1);
            pass(ms);
            actUntil(ms);
            expected.forEach(this::expect);
          });
      lab.eventually(() -> assertEquals(lines, seen()));
    }

    private void actUntil(long ms) {
      while (!acts.isEmpty() && acts.peek().atMs <= ms) {
        Act act = acts.poll();
        pass(act.atMs);
        act.what.run();
        lab.summary(); // what it told the queue has been heard
      }
    }

    private void pass(long toMs) {
      if (toMs > nowMs()) {
        lab.pass(Duration.ofMillis(toMs - nowMs()));
        lab.summary();
      }
    }

    private void expect(String line) {
      String what = line.substring(0, line.lastIndexOf(' '));
      int count = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
      if (what.equals("dials")) {
        for (int i = 0; i < count; i++) {
          dialled(lab.opened());
        }
      } else if (what.equals("hands over")) {
        int left = count;
        while (left > 0) {
          QueueLab.Given given = lab.given();
          left -= given.ids().size();
          given(opened.get(given.to()), given.ids());
        }
        handed.add(nowMs() + " " + line);
      } else if (what.equals("tells of a delay")) {
        lab.eventually(() -> assertEquals(count, lab.inbox.size()));
      }
    }

    private void dialled(QueueLab.Opened connection) {
      opened.put(connection.ref(), connection);
      if (nowMs() < downUntilMs) {
        connection.broken("nobody answers");
        lab.summary();
      } else {
        act(
            MET_AFTER_MS,
            () -> {
              connection.met();
              rest(connection);
            });
      }
    }

    private void given(QueueLab.Opened connection, List<Long> ids) {
      idleMs.remove(connection);
      act(
          MESSAGE_MS * ids.size(),
          () -> {
            connection.done(ids.stream().map(this::outcome).toArray(Outcome[]::new));
            rest(connection);
          });
    }

    private Outcome outcome(long id) {
      return tries.merge(id, 1, Integer::sum) <= deferFirst
          ? new Outcome.Deferred(id, "later")
          : new Outcome.Delivered(id, true);
    }

    private void rest(QueueLab.Opened connection) {
      long sinceMs = nowMs();
      idleMs.put(connection, sinceMs);
      act(
          QueueLab.SETTINGS.linger().toMillis(),
          () -> {
            if (idleMs.getOrDefault(connection, -1L) == sinceMs) {
              lab.finished.expectMessage(connection.ref());
              idleMs.remove(connection);
            }
          });
    }

    /** What the journal tells, and what connections were given. */
    private List<String> seen() {
      Map<Long, Map<String, Integer>> counts = new TreeMap<>();
      for (QueueEvent event : lab.events()) {
        if (event instanceof QueueEvent.DialStarted) {
          add(counts, event, "dials", 1);
        } else if (event instanceof QueueEvent.Delivered e) {
          add(counts, event, "has delivered", e.ids().size());
        } else if (event instanceof QueueEvent.Failed e) {
          add(counts, event, "gives up", e.failures().size());
        } else if (event instanceof QueueEvent.ReportComposed e
            && e.report().kind() == ReportKind.DELAY) {
          add(counts, event, "tells of a delay", 1);
        }
      }
      for (String line : handed) {
        String[] words = line.split(" ");
        counts
            .computeIfAbsent(Long.parseLong(words[0]), ms -> new TreeMap<>())
            .put("hands over", Integer.parseInt(words[3]));
      }
      List<String> all = new ArrayList<>();
      counts.forEach(
          (ms, at) -> at.forEach((what, count) -> all.add(ms + " " + what + " " + count)));
      return all;
    }

    private static void add(
        Map<Long, Map<String, Integer>> counts, QueueEvent event, String what, int count) {
      counts
          .computeIfAbsent(event.atMs() - TestClock.START_MS, ms -> new TreeMap<>())
          .merge(what, count, Integer::sum);
    }

    @Override
    public void close() {
      lab.close();
    }
  }
}
