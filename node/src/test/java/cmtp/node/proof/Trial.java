package cmtp.node.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.TestNode.User;
import cmtp.node.proof.PartsLoad.Ack;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Something that happens to a cluster under load, and the judgement afterwards: nothing lost,
 * nothing doubled, one cluster at a time.
 */
final class Trial implements AutoCloseable {
  private static final int MAILBOXES = 24;
  private static final int WRITERS = 4;
  private static final double PER_SECOND = 8;

  /** So late a client may read what was sent to it. */
  private static final long READING_MS = 1000;

  /** Or, before it could, has found its row gone: whoever is only not heard hears of that first. */
  private static final Pattern DECIDED =
      Pattern.compile("SBR took decision (Down|Reverse)|this process ends");

  private static final Pattern TOLD =
      Pattern.compile(
          "SBR took decision|this process ends|can't start|the first process of|joining cluster"
              + "|waiting to join|duplicate key|eplay");

  private final String name;
  private final Parts parts;
  private final List<User> users;
  private final Ledger ledger = new Ledger();
  private final Probes probes;
  private final EpochWatch epochs;
  private final PartsLoad load;
  private long begunMs = System.currentTimeMillis();

  /**
   * @param members at which there is load
   */
  Trial(String name, Parts parts, List<Member> members) throws Exception {
    this.name = name;
    this.parts = parts;
    this.users = parts.open(name.replaceAll("[^a-z0-9]", ""), MAILBOXES);
    this.probes = new Probes(users, ledger);
    this.epochs = new EpochWatch(parts.database());
    this.load = new PartsLoad(members, users, ledger, WRITERS, PER_SECOND);
    say("all mailboxes take mail after " + probe(members));
    begunMs = System.currentTimeMillis();
  }

  /** It happens now. */
  void begins() {
    begunMs = System.currentTimeMillis();
  }

  double seconds() {
    return seconds(System.currentTimeMillis());
  }

  private double seconds(long atMs) {
    return (atMs - begunMs) / 1000.0;
  }

  void say(String what) {
    System.out.printf(
        "%s %+6.1f s: %s; load average %s%n", name, seconds(), what, ClusterLab.load());
  }

  /** Whether these let mail into every mailbox; how long it took. */
  Duration probe(List<Member> through) throws Exception {
    AtomicInteger turn = new AtomicInteger();
    List<InetSocketAddress> servers = through.stream().map(Member::address).toList();
    return probes.allTakeMailSince(
        System.nanoTime(), () -> servers.get(turn.getAndIncrement() % servers.size()));
  }

  /** When this process decided who is out, since it began; -1 if it never did. */
  long decidedMs(Member member, Member.Life life) throws IOException {
    for (String line : member.log()) {
      if (DECIDED.matcher(line).find()
          && timeMs(line) >= Math.max(begunMs, life.startedMs())
          && timeMs(line) <= life.endedMs()) {
        return timeMs(line);
      }
    }
    return -1;
  }

  private static long timeMs(String line) {
    String time = line.length() < 23 ? "" : line.substring(0, 23);
    return time.matches("[0-9-]{10}T[0-9:.]{12}")
        ? LocalDateTime.parse(time).atZone(ZoneId.systemDefault()).toInstant().toEpochMilli()
        : -1;
  }

  /** Who was downed has acknowledged nothing from then on; until then it may have. */
  void verifySilentOnceDowned(Member member, Member.Life life) throws IOException {
    long downedMs = decidedMs(member, life);
    assertTrue(downedMs > 0, () -> member.name() + " ended, but did not decide to");
    List<Ack> its =
        load.acks().stream()
            .filter(ack -> ack.member() == member.number())
            .filter(ack -> ack.ackedMs() >= begunMs && ack.begunMs() <= life.endedMs())
            .toList();
    LongSummaryStatistics times =
        its.stream()
            .mapToLong(Ack::ackedMs)
            .filter(atMs -> atMs <= life.endedMs() + READING_MS)
            .summaryStatistics();
    say(
        "%s: acknowledged %d after the beginning, the last %s; decided %+.1f s, ended %+.1f s"
            .formatted(
                member.name(),
                times.getCount(),
                times.getCount() == 0 ? "never" : "%+.1f s".formatted(seconds(times.getMax())),
                seconds(downedMs),
                seconds(life.endedMs())));
    assertTrue(
        times.getCount() == 0 || times.getMax() <= downedMs + READING_MS,
        () -> member.name() + " acknowledged after it was downed");
  }

  /** When all is well again: everything is judged. Returns the epochs that there were. */
  Set<Long> judge(int members) throws Exception {
    say("waiting for " + members + " members");
    parts.awaitWhole(members);
    say(members + " members");
    say("all mailboxes take mail after " + probe(parts.serving()));
    load.stop();
    int queued = queued();
    Set<Long> seen = epochs.verified();
    AtomicInteger turn = new AtomicInteger();
    List<Member> serving = parts.serving();
    ledger.verify(users, () -> serving.get(turn.getAndIncrement() % serving.size()).address());
    String fence = Fence.verify(parts.database());
    say(
        "%s; acknowledged by each: %s; longest silence of a mailbox %.1f s; epochs %s in %d looks;"
                .formatted(ledger, byMember(), silenceMs() / 1000.0, seen, epochs.looks())
            + " journal: "
            + fence);
    assertEquals(0, queued, "messages wait in queues");
    return seen;
  }

  private int queued() throws IOException, InterruptedException {
    int waiting = 0;
    JsonNode all = parts.serving().get(0).server().get("/v1/queue/summary");
    assertTrue(all.get("complete").asBoolean(), all::toString);
    for (JsonNode domain : all.get("domains")) {
      waiting += domain.get("waiting").asInt();
    }
    return waiting;
  }

  private Map<Integer, Long> byMember() {
    return load.acks().stream()
        .collect(Collectors.groupingBy(Ack::member, TreeMap::new, Collectors.counting()));
  }

  /** The longest time in which a mailbox took nothing. */
  private long silenceMs() {
    long longest = 0;
    for (User user : users) {
      List<Long> times =
          load.acks().stream()
              .filter(ack -> ack.sent().to().equals(user.address()))
              .map(Ack::ackedMs)
              .sorted()
              .toList();
      for (int i = 1; i < times.size(); i++) {
        longest = Math.max(longest, times.get(i) - times.get(i - 1));
      }
    }
    return longest;
  }

  /** Nobody of a cluster acknowledged anything when somebody of the next one already had. */
  void verifyOneClusterAtATime() {
    Map<Long, LongSummaryStatistics> times = new TreeMap<>();
    for (Ack ack : load.acks()) {
      parts
          .member(ack.member())
          .life(ack.ackedMs())
          .ifPresent(
              life ->
                  times
                      .computeIfAbsent(life.epoch(), epoch -> new LongSummaryStatistics())
                      .accept(ack.ackedMs()));
    }
    long lastMs = 0;
    for (Map.Entry<Long, LongSummaryStatistics> epoch : times.entrySet()) {
      LongSummaryStatistics its = epoch.getValue();
      say(
          "cluster %d acknowledged from %+.1f s to %+.1f s"
              .formatted(epoch.getKey(), seconds(its.getMin()), seconds(its.getMax())));
      assertTrue(its.getMin() > lastMs, () -> "two clusters acknowledged: " + times);
      lastMs = its.getMax();
    }
  }

  /** What the processes told of themselves since the beginning. */
  void tellStory() throws IOException {
    List<String> story = new ArrayList<>();
    for (Member member : parts.members()) {
      for (String line : member.log()) {
        if (TOLD.matcher(line).find() && timeMs(line) >= begunMs) {
          String text = line.length() > 300 ? line.substring(0, 300) + "..." : line;
          story.add("%s  %+6.1f s %s".formatted(member.name(), seconds(timeMs(line)), text));
        }
      }
      for (Member.Life life : member.lives()) {
        if (life.endedMs() >= begunMs && life.endedMs() != Long.MAX_VALUE) {
          story.add(
              "%s  %+6.1f s ended with code %d"
                  .formatted(member.name(), seconds(life.endedMs()), life.code()));
        }
      }
    }
    story.forEach(System.out::println);
  }

  @Override
  public void close() {
    load.close();
    epochs.close();
  }
}
