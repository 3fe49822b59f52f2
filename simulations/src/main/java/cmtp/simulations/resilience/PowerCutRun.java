package cmtp.simulations.resilience;

import cmtp.protocol.address.Address;
import cmtp.simulations.report.Progress;
import cmtp.simulations.resilience.disk.CutStyle;
import cmtp.simulations.resilience.disk.DirectoryTree;
import cmtp.simulations.resilience.disk.PowerCut;
import cmtp.simulations.resilience.disk.Recorder;
import cmtp.simulations.resilience.disk.Recording;
import cmtp.simulations.resilience.fault.Fault;
import cmtp.simulations.resilience.fault.FaultPlan;
import cmtp.simulations.resilience.ledger.Account;
import cmtp.simulations.resilience.ledger.Accounting;
import cmtp.simulations.resilience.ledger.Course;
import cmtp.simulations.resilience.ledger.Fates;
import cmtp.simulations.resilience.ledger.LedgerEntry;
import cmtp.simulations.resilience.ledger.Recovery;
import cmtp.simulations.resilience.mail.Mailbox;
import cmtp.simulations.resilience.mail.Person;
import cmtp.simulations.resilience.mail.Writers;
import cmtp.simulations.resilience.place.NodeProcess;
import cmtp.simulations.resilience.place.SingleNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Power cuts of one node. Its process is recorded and killed; then its directory is made as it
 * might have been if the power had gone at some moment, and a node starts on it. Of each recording
 * one cut is at its very end: with that directory the load goes on. The others are at earlier
 * moments: what was acknowledged until then must be there. Each is judged on a copy, while nobody
 * writes.
 */
final class PowerCutRun {
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final long LOOK_MS = 10;

  private final Bench bench;
  private final SingleNode topology;
  private final NodeProcess node;
  private final Recorder recorder;
  private final Progress progress;
  private final List<CutOutcome> cuts = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final long beganNanos = Bench.nanos();
  private List<Person> people = List.of();

  PowerCutRun(Bench bench, SingleNode topology, Recorder recorder, Progress progress) {
    this.bench = bench;
    this.topology = topology;
    this.node = topology.node();
    this.recorder = recorder;
    this.progress = progress;
  }

  Outcome run() throws IOException, InterruptedException {
    Path data = node.data();
    if (bench.plan().lyingDisk()) {
      // What it lies about is mail; otherwise nothing would be there to log in to.
      node.launch();
      node.awaitServing();
      people = bench.open(topology);
      node.stop();
    }
    launch(1, data);
    if (people.isEmpty()) {
      people = bench.open(topology);
    }
    try (Writers writers = bench.writers(people, bench.plan().seed())) {
      writers.start();
      int round = 1;
      data = cutAll(round, live(round, writers), data);
      while (cuts.size() < bench.plan().count() && problems.isEmpty()) {
        launch(++round, data);
        writers.release();
        data = cutAll(round, live(round, writers), data);
      }
      return judge(round, writers, data);
    }
  }

  private Path recording(int round) {
    return bench.folder().resolve("recording-" + round);
  }

  private Path before(int round) {
    return bench.folder().resolve("before-" + round);
  }

  /** A life that is recorded. */
  private void launch(int round, Path data) throws IOException {
    DirectoryTree.copy(data, before(round));
    node.moveTo(data);
    endFault(round - 1);
    node.launch(recorder.environment(data, recording(round)));
    node.awaitServing();
  }

  private void endFault(int number) {
    if (number > 0) {
      write(new LedgerEntry.FaultEnded(Bench.nanos(), number));
    }
  }

  /** Load, and the end of the process. From then on the writers are held. */
  private Fault live(int round, Writers writers) throws IOException, InterruptedException {
    Fault fault =
        FaultPlan.of(bench.plan().seed() + round, bench.plan().kinds(), 1, 1).faults().get(0);
    awaitMail(writers);
    FaultRun.pause(fault.afterMs());
    write(
        new LedgerEntry.FaultBegan(
            Bench.nanos(), round, topology.domainOf(0), "power cut of " + node.name()));
    node.kill();
    writers.hold();
    return fault;
  }

  private void awaitMail(Writers writers) throws InterruptedException {
    long sinceNanos = Bench.nanos();
    while (!writers.watch().isAllAnsweredSince(sinceNanos)) {
      writers.check();
      if (Bench.nanos() - sinceNanos > PATIENCE.toNanos()) {
        problems.add("no mail is taken: " + writers.watch().trouble());
        return;
      }
      FaultRun.pause(LOOK_MS);
    }
  }

  private void write(LedgerEntry entry) {
    bench.ledger().append(List.of(entry));
  }

  /** Returns the directory to go on with. */
  private Path cutAll(int round, Fault fault, Path data) throws IOException, InterruptedException {
    Recording recording = Recording.read(recording(round));
    Random random = new Random(fault.seed());
    int aside = Math.min(bench.plan().cutsEach(), bench.plan().count() - cuts.size()) - 1;
    for (int i = 0; i < aside; i++) {
      int moment = recording.moment(random);
      DirectoryTree.delete(cut(round, recording, moment, random));
    }
    Path next = cut(round, recording, recording.size(), random);
    DirectoryTree.delete(data);
    DirectoryTree.delete(before(round));
    Files.delete(recording(round));
    return next;
  }

  /** Returns the directory as it was before a node started on it. */
  private Path cut(int round, Recording recording, int moment, Random random)
      throws IOException, InterruptedException {
    int number = cuts.size() + 1;
    CutStyle style = CutStyle.draw(random);
    Path target = bench.folder().resolve("data-" + number);
    PowerCut.rebuild(
        before(round), recording, moment, style, !bench.plan().lyingDisk(), random, target);
    Start start = judged(target, recording.nanos(moment));
    CutOutcome cut =
        new CutOutcome(
            number,
            style,
            moment,
            recording.size(),
            recording.syncs(moment),
            recording.unsynced(moment),
            recording.changedLast(moment),
            start.millis(),
            start.account(),
            start.fates().stream().map(fate -> "power cut " + number + ": " + fate).toList(),
            start.problem());
    cuts.add(cut);
    if (moment == recording.size() && cut.problem().isPresent()) {
      problems.add("there is nothing to go on with: " + cut.problem().get());
    }
    progress.at("power cuts", number, bench.plan().count(), cut.toString());
    return target;
  }

  /** What was found when a node had started. */
  private record Start(
      long millis, Optional<Account> account, List<String> fates, Optional<String> problem) {}

  private Start judged(Path target, long endNanos) throws IOException, InterruptedException {
    Path copy = bench.folder().resolve("judged");
    DirectoryTree.copy(target, copy);
    node.moveTo(copy);
    long startNanos = Bench.nanos();
    try {
      node.launch();
      node.awaitServing();
      long millis = TimeUnit.NANOSECONDS.toMillis(Bench.nanos() - startNanos);
      Account account = account(endNanos);
      List<String> fates = Fates.of(bench.entries(), account, beganNanos);
      return new Start(millis, Optional.of(account), fates, Optional.empty());
    } catch (IOException failed) {
      return new Start(
          0, Optional.empty(), List.of(), Optional.of(String.valueOf(failed.getMessage())));
    } finally {
      node.kill();
      DirectoryTree.delete(copy);
    }
  }

  /** By what was acknowledged before that moment. */
  private Account account(long endNanos) throws IOException {
    List<LedgerEntry> entries = bench.entries();
    Set<Address> opened = Accounting.opened(entries, endNanos);
    List<Person> there = people.stream().filter(one -> opened.contains(one.address())).toList();
    return Accounting.of(entries, Mailbox.readAll(there, bench.terminal().random()), endNanos);
  }

  private Outcome judge(int round, Writers writers, Path data)
      throws IOException, InterruptedException {
    Account account = cuts.get(cuts.size() - 1).account().orElseGet(() -> Account.NOTHING);
    if (problems.isEmpty()) {
      node.moveTo(data);
      endFault(round);
      node.launch();
      node.awaitServing();
      writers.release();
      if (!writers.finish(PATIENCE)) {
        problems.add("messages stay without an answer: " + writers.watch().trouble());
      }
      account = account(Long.MAX_VALUE);
    }
    List<LedgerEntry> entries = bench.entries();
    return new Outcome(
        bench.plan(),
        account,
        Course.of(entries),
        Recovery.of(entries),
        cuts,
        Stream.concat(
                cuts.stream().flatMap(cut -> cut.fates().stream()),
                Fates.of(entries, account, beganNanos).stream())
            .toList(),
        problems,
        beganNanos,
        Duration.ofNanos(Bench.nanos() - beganNanos),
        writers.watch().countAgain());
  }
}
