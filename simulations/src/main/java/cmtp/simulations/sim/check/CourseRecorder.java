package cmtp.simulations.sim.check;

import cmtp.persistence.queue.QueueEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Takes the samples of a run's {@link Course}, not more than so many in its working time. */
final class CourseRecorder {
  private static final long SAMPLES = 240;
  private static final long DISTANCE_MIN_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int DIGITS = 2;

  private final List<Course.Sample> samples = new ArrayList<>();
  private final Map<String, List<Integer>> depths = new HashMap<>();
  private final Map<Integer, Long> attempts = new TreeMap<>();
  private final Histogram recent = new Histogram(Duration.ofDays(30).toMillis(), DIGITS);
  private long distanceNanos = Long.MAX_VALUE;
  private long begunNanos;
  private long dials;
  private long dialsFailed;
  private long deferrals;

  /** The work begins, and takes about so long. */
  void begin(long nowNanos, Duration length) {
    begunNanos = nowNanos;
    distanceNanos = Math.max(DISTANCE_MIN_NANOS, length.toNanos() / SAMPLES);
    countAnew();
  }

  void arrived(long nanos) {
    recent.recordValue(Math.min(recent.getHighestTrackableValue(), nanos / 1_000_000));
  }

  /** Before the queue's model hears of it, which forgets what left. */
  void queued(QueueModel queue, QueueEvent event) {
    if (event instanceof QueueEvent.DialStarted) {
      dials++;
    } else if (event instanceof QueueEvent.DialFailed) {
      dialsFailed++;
    } else if (event instanceof QueueEvent.Deferred e) {
      deferrals += e.deferrals().size();
    } else if (event instanceof QueueEvent.Delivered e) {
      e.ids()
          .forEach(
              id -> queue.find(id).ifPresent(i -> attempts.merge(i.attempts(), 1L, Long::sum)));
    }
  }

  boolean isDue(long nowNanos) {
    long next = samples.isEmpty() ? 0 : samples.get(samples.size() - 1).at().toNanos();
    return distanceNanos < Long.MAX_VALUE && nowNanos - begunNanos - next >= distanceNanos;
  }

  /**
   * @param queues by their node's name, a space, and their domain
   */
  void sample(long nowNanos, Map<String, QueueModel> queues) {
    long waiting = 0;
    Map<String, Integer> now = new HashMap<>();
    for (Map.Entry<String, QueueModel> one : queues.entrySet()) {
      int many = one.getValue().waiting();
      if (many > 0) {
        now.merge(one.getKey().substring(one.getKey().indexOf(' ') + 1), many, Integer::sum);
        waiting += many;
      }
    }
    now.keySet().forEach(domain -> depths.computeIfAbsent(domain, any -> zeros(samples.size())));
    depths.forEach((domain, all) -> all.add(now.getOrDefault(domain, 0)));
    samples.add(
        new Course.Sample(
            Duration.ofNanos(nowNanos - begunNanos),
            recent.getTotalCount(),
            at(50),
            at(99),
            at(100),
            dials,
            dialsFailed,
            deferrals,
            waiting));
    countAnew();
  }

  private static List<Integer> zeros(int many) {
    return new ArrayList<>(Collections.nCopies(many, 0));
  }

  private void countAnew() {
    dials = 0;
    dialsFailed = 0;
    deferrals = 0;
    recent.reset();
  }

  private long at(double percent) {
    return recent.getTotalCount() == 0 ? 0 : recent.getValueAtPercentile(percent);
  }

  Course course() {
    return new Course(samples, depths, attempts);
  }
}
