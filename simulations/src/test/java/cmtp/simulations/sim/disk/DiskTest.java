package cmtp.simulations.sim.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Bytes;
import cmtp.simulations.sim.virtual.SeededRandom;
import cmtp.simulations.sim.virtual.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class DiskTest {
  private static final Bytes BODY = Bytes.utf8("body");

  private VirtualTime time;
  private Disk disk;
  private Disk.Session session;
  private SimulatedContents contents;

  private void fresh(long seed) {
    time = new VirtualTime();
    disk = new Disk(time, new SeededRandom(seed));
    session = disk.open();
    contents = new SimulatedContents(session);
  }

  private CompletionStage<Void> append() {
    return contents.append(contents.newId(), "Mailbox|a@b", 0, BODY);
  }

  private void sync() {
    contents.remember("queue", true, () -> {});
    time.runTo(time.elapsed().plusSeconds(1));
  }

  @Test
  void whatIsWrittenSurvivesTheProcess() {
    for (long seed = 0; seed < 50; seed++) {
      fresh(seed);
      append();
      time.runTo(Duration.ofSeconds(1));
      disk.crash(session, false);
      assertEquals(BODY, disk.stored().content(1));
    }
  }

  @Test
  void aPowerCutLosesSomeOfTheLastWritesThatWereNotSynced() {
    int lost = 0;
    for (long seed = 0; seed < 50; seed++) {
      fresh(seed);
      append();
      sync();
      append();
      append();
      time.runTo(Duration.ofSeconds(9));
      disk.crash(session, true);
      assertEquals(BODY, disk.stored().content(1), "synced");
      assertFalse(
          disk.stored().content(2).isEmpty() && !disk.stored().content(3).isEmpty(), "a hole");
      lost += disk.stored().content(3).isEmpty() ? 1 : 0;
    }
    assertTrue(lost > 10 && lost < 50, lost + " of 50");
  }

  @Test
  void whatIsUnderWayInACrashMayBeWrittenAndIsNeverAcknowledged() {
    int written = 0;
    for (long seed = 0; seed < 50; seed++) {
      fresh(seed);
      List<String> acknowledged = new ArrayList<>();
      append().whenComplete((done, failure) -> acknowledged.add("now"));
      disk.crash(session, false);
      time.runTo(Duration.ofSeconds(1));
      assertEquals(List.of(), acknowledged);
      written += disk.stored().content(1).isEmpty() ? 0 : 1;
    }
    assertTrue(written > 10 && written < 40, written + " of 50");
  }

  @Test
  void aRunThatIsOverWritesNothing() {
    fresh(1);
    disk.crash(session, false);
    append();
    time.runTo(Duration.ofSeconds(1));
    assertEquals(0, disk.stored().contents());
  }

  @Test
  void aFullDiskTakesNothingAndSaysSo() {
    fresh(1);
    disk.fill(true);
    CompletionStage<Void> stage = append();
    time.runTo(Duration.ofSeconds(1));
    assertTrue(stage.toCompletableFuture().isCompletedExceptionally());
    assertEquals(0, disk.stored().contents());
  }

  @Test
  void uploadsOfEarlierRunsArePending() {
    fresh(1);
    append();
    time.runTo(Duration.ofSeconds(1));
    disk.crash(session, false);
    SimulatedContents next = new SimulatedContents(disk.open());
    List<String> owners = new ArrayList<>();
    next.otherRuns()
        .thenCompose(next::pending)
        .thenAccept(all -> all.forEach(one -> owners.add(one.owner())));
    time.runTo(Duration.ofSeconds(2));
    assertEquals(List.of("Mailbox|a@b"), owners);
  }
}
