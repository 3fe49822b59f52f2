package cmtp.simulations.load.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.protocol.Bytes;
import cmtp.protocol.command.Reply;
import cmtp.simulations.load.plan.Arrivals.Spacing;
import cmtp.simulations.load.plan.LoadPlan;
import cmtp.simulations.load.plan.Pace;
import cmtp.simulations.load.plan.Plans;
import cmtp.simulations.load.result.Measured;
import cmtp.simulations.load.result.Totals;
import cmtp.simulations.load.target.Mailboxes;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against servers that don't behave. */
@Timeout(60)
class LoadRunTest {
  private static final int MESSAGE_BYTES = FakeServer.MESSAGE_BYTES;
  private static final Duration SHORT = Duration.ofSeconds(1);

  @Test
  void countsMessagesThatAreNeverAnsweredAndConnectsAgain() throws Exception {
    Totals totals = run(Plans.counted(1, 3, 100), (in, out) -> in.readNBytes(MESSAGE_BYTES));
    assertEquals(3, totals.sent());
    assertEquals(3, totals.unanswered());
    assertEquals(Map.of("the node closed the connection", 3L), totals.reasons());
  }

  @Test
  void seesThatTheServerSignsWithAnotherKey() throws Exception {
    Bytes signature = Mailboxes.key(201).sign(Bytes.utf8("SUCCESS"));
    Bytes reply = new Reply.General("SUCCESS", signature).encode();
    Totals totals =
        run(
            Plans.counted(1, 4, 100),
            (in, out) -> {
              while (in.readNBytes(MESSAGE_BYTES).length == MESSAGE_BYTES) {
                out.write(reply.unsafeArray());
              }
            });
    assertEquals(Map.of("a reply whose signature is wrong", 4L), totals.reasons());
    assertEquals(0, totals.accepted());
  }

  @Test
  void givesUpOnAServerThatTalksNonsense() throws Exception {
    Totals totals =
        run(
            Plans.counted(1, 1_000_000, 10),
            (in, out) -> {
              in.readNBytes(MESSAGE_BYTES);
              out.write(new byte[] {0, 0, 9, 9, 9});
            });
    assertTrue(totals.unanswered() >= 10);
    assertTrue(totals.reasons().keySet().stream().anyMatch(r -> r.contains("broken")));
  }

  @Test
  void refusesToRunWhereNoConnectionIsTaken() throws Exception {
    try (FakeServer server = FakeServer.start((in, out) -> {})) {
      server.greet("421 example.org too many connections");
      CliFailure failure =
          assertThrows(CliFailure.class, () -> run(server, Plans.counted(2, 3, 100)));
      assertEquals(ExitCode.UNREACHABLE, failure.exitCode());
      assertTrue(failure.getMessage().contains("too many connections"), failure.getMessage());
    }
  }

  @Test
  void countsWhatItCouldNotSendInTime() throws Exception {
    Pace.Open pace = new Pace.Open(100, 100, Spacing.EVEN, 30);
    try (FakeServer server = FakeServer.start((in, out) -> in.readNBytes(1 << 30));
        LoadRun run = FakeServer.run(server, Plans.timed(2, pace, Duration.ofSeconds(1), SHORT))) {
      run.connect();
      Measured measured =
          run.measure(pace, OptionalLong.empty(), Duration.ofSeconds(1), "measuring");
      assertEquals(100, measured.counts().due());
      long begun = run.totals().unanswered();
      assertTrue(2 <= begun && begun <= 10, "begun: " + begun);
      assertEquals(100 - begun, measured.counts().unsent());
      assertEquals(68, measured.counts().givenUp());
      assertEquals(100, measured.all().getTotalCount());
    }
  }

  private static Totals run(LoadPlan plan, FakeServer.Behaviour behaviour) throws Exception {
    try (FakeServer server = FakeServer.start(behaviour)) {
      return run(server, plan);
    }
  }

  private static Totals run(FakeServer server, LoadPlan plan) throws Exception {
    try (LoadRun run = FakeServer.run(server, plan)) {
      run.connect();
      run.measure(plan.pace(), plan.extent().count(), plan.extent().length(), "measuring");
      run.finish();
      return run.totals();
    }
  }
}
