package cmtp.simulations.resilience;

import cmtp.simulations.report.Progress;
import cmtp.simulations.resilience.fault.Fault;
import cmtp.simulations.resilience.fault.FaultPlan;
import cmtp.simulations.resilience.ledger.Account;
import cmtp.simulations.resilience.ledger.Accounting;
import cmtp.simulations.resilience.ledger.Course;
import cmtp.simulations.resilience.ledger.Fates;
import cmtp.simulations.resilience.ledger.Found;
import cmtp.simulations.resilience.ledger.LedgerEntry;
import cmtp.simulations.resilience.ledger.Recovery;
import cmtp.simulations.resilience.mail.Mailbox;
import cmtp.simulations.resilience.mail.Person;
import cmtp.simulations.resilience.mail.Watch;
import cmtp.simulations.resilience.mail.Writers;
import cmtp.simulations.resilience.place.NodeProcess;
import cmtp.simulations.resilience.place.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One fault after the other, under load; at the end everything is well, and judged. */
final class FaultRun {
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Bench bench;
  private final Topology topology;
  private final Injector injector;
  private final Progress progress;
  private final List<String> problems = new ArrayList<>();

  FaultRun(Bench bench, Topology topology, Injector injector, Progress progress) {
    this.bench = bench;
    this.topology = topology;
    this.injector = injector;
    this.progress = progress;
  }

  Outcome run() throws IOException, InterruptedException {
    long beganNanos = Bench.nanos();
    for (NodeProcess node : topology.nodes()) {
      node.launch();
    }
    for (NodeProcess node : topology.nodes()) {
      node.awaitServing();
    }
    List<Person> people = bench.open(topology);
    try (Writers writers = bench.writers(people, bench.plan().seed())) {
      writers.start();
      harm(writers);
      if (!writers.finish(PATIENCE)) {
        problems.add("messages stay without an answer: " + writers.watch().trouble());
      }
      awaitQuiet();
      problems.addAll(injector.problems());
      List<Found> found = Mailbox.readAll(people, bench.terminal().random());
      List<LedgerEntry> entries = bench.entries();
      Account account = Accounting.of(entries, found);
      return new Outcome(
          bench.plan(),
          account,
          Course.of(entries),
          Recovery.of(entries),
          List.of(),
          Fates.of(entries, account, beganNanos),
          problems,
          beganNanos,
          Duration.ofNanos(Bench.nanos() - beganNanos),
          writers.watch().countAgain());
    }
  }

  private void harm(Writers writers) throws IOException, InterruptedException {
    RunPlan plan = bench.plan();
    FaultPlan faults =
        FaultPlan.of(plan.seed(), plan.kinds(), plan.count(), topology.nodes().size());
    for (Fault fault : faults.faults()) {
      if (!fault.starting() && !awaitRecovery(fault.number() - 1, writers)) {
        return;
      }
      pause(fault.afterMs());
      inject(fault, writers);
      progress.at("faults", fault.number(), plan.count(), writers.watch().toString());
    }
    awaitRecovery(plan.count(), writers);
  }

  private void inject(Fault fault, Writers writers) throws IOException, InterruptedException {
    String domain = topology.domainOf(fault.node());
    write(new LedgerEntry.FaultBegan(Bench.nanos(), fault.number(), domain, fault.text()));
    injector.begin(fault, topology, writers.watch());
    write(new LedgerEntry.FaultEnded(Bench.nanos(), fault.number()));
    injector.end(fault, topology);
  }

  private void write(LedgerEntry entry) {
    bench.ledger().append(List.of(entry));
  }

  static void pause(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /** Whether everything is well again after a fault; 0 is the beginning. */
  private boolean awaitRecovery(int fault, Writers writers)
      throws IOException, InterruptedException {
    Watch watch = writers.watch();
    long sinceNanos = Bench.nanos();
    long sinceMillis = bench.terminal().nowMillis();
    while (!isWell(watch, sinceNanos, sinceMillis)) {
      writers.check();
      for (NodeProcess node : topology.nodes()) {
        restart(node);
      }
      if (Bench.nanos() - sinceNanos > PATIENCE.toNanos()) {
        problems.add("not all mail is taken any more: " + watch.trouble());
        return false;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    if (fault > 0) {
      write(new LedgerEntry.Whole(Bench.nanos(), fault));
    }
    return true;
  }

  private boolean isWell(Watch watch, long sinceNanos, long sinceMillis) {
    return watch.isAllAnsweredSince(sinceNanos) && topology.isWhole(sinceMillis);
  }

  /** As a supervisor would. */
  private void restart(NodeProcess node) throws IOException {
    if (!node.isAlive()) {
      if (!topology.mayEnd(node.exitCode())) {
        problems.add(node.name() + " ended by itself with code " + node.exitCode());
      }
      node.launch();
    }
  }

  private void awaitQuiet() {
    long sinceNanos = Bench.nanos();
    while (!topology.isQuiet()) {
      if (Bench.nanos() - sinceNanos > PATIENCE.toNanos()) {
        problems.add("mail still waits in queues after " + PATIENCE.toSeconds() + " s");
        return;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
