package cmtp.simulations.load.drive;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.simulations.load.drive.Timeline.Seen;
import cmtp.simulations.load.plan.LoadPlan;
import cmtp.simulations.load.plan.LoadPlan.Language;
import cmtp.simulations.load.plan.Pace;
import cmtp.simulations.load.result.Measured;
import cmtp.simulations.load.result.Tick;
import cmtp.simulations.load.result.Totals;
import cmtp.simulations.load.target.NodeUnderLoad;
import cmtp.simulations.load.target.Sample;
import cmtp.simulations.load.target.Target;
import cmtp.simulations.machine.ProcFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** One run: connect, warm up, measure once or several times, wait for the last replies. */
public final class LoadRun implements AutoCloseable {
  private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** How long what waits at the end of the measured part may still be sent. */
  private static final Duration REST_MAX = Duration.ofSeconds(10);

  /** A run that counts requests ends by itself; this is for one that hangs. */
  private static final Duration COUNT_MAX = Duration.ofDays(1);

  private final LoadPlan plan;
  private final Target target;
  private final Workload workload;
  private final World world;

  private final Schedule schedule = new Schedule();
  private final Tally tally;
  private final Openers openers = new Openers();
  private final Map<Integer, WatchBook> watched = new HashMap<>();
  private final AtomicInteger opened = new AtomicInteger();
  private final List<LoadThread> threads = new ArrayList<>();
  private final List<Future<?>> running = new ArrayList<>();
  private final ExecutorService executor;
  private final CountDownLatch connected;
  private final CountDownLatch done;

  /**
   * What a run stands in.
   *
   * @param ticks is told once a second how it goes
   */
  public record World(
      SecureRandomBytes random, ProcFiles proc, LongSupplier nanos, Consumer<Tick> ticks) {}

  public LoadRun(LoadPlan plan, Target target, Workload workload, World world) {
    this.plan = plan;
    this.target = target;
    this.workload = workload;
    this.world = world;
    this.tally = new Tally(plan.traffic().mix().all());
    this.executor = Executors.newFixedThreadPool(plan.threads(), LoadRun::daemon);
    this.connected = new CountDownLatch(plan.wire().connections() + plan.traffic().watchers());
    this.done = new CountDownLatch(plan.threads());
    for (int mailbox = 0; mailbox < plan.traffic().watchers(); mailbox++) {
      watched.put(mailbox, new WatchBook(tally::watched));
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "load");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Opens all connections, as far as the node takes them.
   *
   * @throws CliFailure if it takes none
   */
  public void connect() throws IOException, InterruptedException {
    List<LoadConnection.Shared> shared = new ArrayList<>();
    for (int i = 0; i < plan.threads(); i++) {
      shared.add(shared());
      threads.add(thread(i, shared.get(i)));
    }
    for (int i = 0; i < plan.wire().connections(); i++) {
      int number = i;
      LoadConnection.Shared its = shared.get(i % plan.threads());
      add(i, () -> new LoadConnection(open(number, plan.wire().language(), number), its));
    }
    for (int i = 0; i < plan.traffic().watchers(); i++) {
      int mailbox = i;
      LoadConnection.Shared its = shared.get(i % plan.threads());
      add(i, () -> watch(mailbox, its));
    }
    for (LoadThread thread : threads) {
      running.add(executor.submit(() -> run(thread)));
    }
    connected.await();
    if (opened.get() == 0) {
      throw new CliFailure(
          ExitCode.UNREACHABLE,
          "the node takes no connection: " + String.join("; ", totals().reasons().keySet()));
    }
  }

  private void add(int number, Openers.Opening opening) {
    threads.get(number % plan.threads()).add(new LoadThread.Slot(opening));
  }

  private void run(LoadThread thread) {
    try {
      thread.run();
    } finally {
      done.countDown();
    }
  }

  private LoadConnection.Shared shared() {
    return new LoadConnection.Shared(
        workload,
        new Questions(workload.mailboxes(), plan.traffic().listRows()),
        schedule,
        tally,
        check(),
        watched,
        plan.wire().pipeline(),
        world.nanos());
  }

  private ReplyCheck check() {
    NodeUnderLoad node = target.first();
    return new ReplyCheck(node.serverKey(), node.domain(), workload, plan.checks().verifyEvery());
  }

  private LoadThread thread(int index, LoadConnection.Shared shared) throws IOException {
    SplittableRandom random = new SplittableRandom(plan.seed() + index);
    SplittableRandom lost = random.split();
    Supply.Losses losses =
        new Supply.Losses(
            nanos -> tally.unsent(plan.traffic().draw(lost.nextDouble()), nanos),
            nanos -> tally.givenUp(plan.traffic().draw(lost.nextDouble()), nanos));
    Supply supply = new Supply(index, plan.threads(), random.split(), losses);
    return new LoadThread(plan, shared, supply, openers, random.split(), connected);
  }

  private Link open(int number, Language language, int mailbox) throws IOException {
    List<String> sources = plan.wire().sources();
    String source = sources.isEmpty() ? "" : sources.get(number % sources.size());
    Optional<Link.User> user =
        language == Language.SESSION
            ? Optional.of(user(mailbox % workload.mailboxes().size()))
            : Optional.empty();
    Link.Way way = new Link.Way(language, source, user, plan.wire().patience());
    Link link = Link.open(target.turn(number), way, world.random());
    opened.incrementAndGet();
    return link;
  }

  private Link.User user(int mailbox) {
    return new Link.User(mailbox, workload.mailboxes().get(mailbox));
  }

  private Served watch(int mailbox, LoadConnection.Shared its) throws IOException {
    Link link = open(plan.wire().connections() + mailbox, Language.SESSION, mailbox);
    return new WatchConnection(link, watched.get(mailbox), check(), tally, its.nanos());
  }

  /** At the pace that the measured part begins with. */
  public void warmUp(Pace pace, Duration length) throws InterruptedException {
    if (!length.isZero()) {
      Timeline timeline = new Timeline(tally, this::sample);
      Pace first = pace instanceof Pace.Open open ? open.at(open.fromRate()) : pace;
      pass(
          phase(first, false, OptionalLong.empty(), timeline, length),
          length,
          "warming up",
          timeline);
    }
  }

  private Phase phase(
      Pace pace, boolean measured, OptionalLong count, Timeline timeline, Duration length) {
    return pace instanceof Pace.Open open
        ? Phase.open(measured, open, timeline.startNanos(), length.toNanos())
        : Phase.closed(measured, count, timeline.startNanos());
  }

  /**
   * Measures, and then lets everything be answered.
   *
   * @param count requests; empty: as many as go in {@code length}
   */
  public Measured measure(Pace pace, OptionalLong count, Duration length, String name)
      throws InterruptedException {
    Timeline timeline = new Timeline(tally, this::sample);
    Phase phase = phase(pace, true, count, timeline, length);
    pass(phase, count.isPresent() ? COUNT_MAX : length, name, timeline);
    long end = world.nanos().getAsLong();
    phase.end(end);
    Timeline.Ended ended = timeline.end(phase);
    if (phase.pace().isPresent()) {
      beginTheRest(end);
    }
    change(Phase.IDLE);
    drain();
    return ended.measured(pace, pace instanceof Pace.Open);
  }

  private void change(Phase phase) {
    schedule.change(phase);
    threads.forEach(LoadThread::wake);
  }

  private Sample sample() {
    return Sample.take(world.proc(), target, world.nanos().getAsLong());
  }

  /** Lets time pass, unless everything is done before, and tells how it goes. */
  private void pass(Phase phase, Duration length, String name, Timeline timeline)
      throws InterruptedException {
    change(phase);
    long start = timeline.startNanos();
    long end = start + length.toNanos();
    long tick = start + TICK_NANOS;
    for (long now = start; now < end && !isOver(phase); now = world.nanos().getAsLong()) {
      if (now >= tick) {
        tell(timeline.tick(phase), name, now - start, length);
        tick += TICK_NANOS;
      }
      long look = phase.isCounted() ? LOOK_NANOS : Math.min(end, tick) - now;
      done.await(Math.max(1, look), TimeUnit.NANOSECONDS);
    }
  }

  private boolean isOver(Phase phase) {
    return schedule.isStopped()
        || done.getCount() == 0
        || phase.isUsedUp() && schedule.underWay() == 0;
  }

  private void tell(Seen seen, String name, long passed, Duration length) {
    world
        .ticks()
        .accept(
            new Tick(
                name,
                Duration.ofNanos(passed),
                length.equals(COUNT_MAX) ? Duration.ZERO : length,
                seen.perSecond(),
                seen.latency().getValueAtPercentile(50) / 1e3,
                seen.latency().getValueAtPercentile(99) / 1e3,
                tally.failures(),
                schedule.underWay()));
  }

  /** What was due before the end is sent after it, within a time: it has its latency too. */
  private void beginTheRest(long end) throws InterruptedException {
    long until = end + Math.min(REST_MAX.toNanos(), plan.wire().patience().toNanos());
    threads.forEach(LoadThread::wake);
    while (world.nanos().getAsLong() < until
        && !isStopped()
        && !threads.stream().allMatch(thread -> thread.hasBegunAll(end))) {
      done.await(LOOK_NANOS, TimeUnit.NANOSECONDS);
    }
  }

  /** The threads give up what is not answered within the plan's patience. */
  private void drain() throws InterruptedException {
    while (done.getCount() > 0
        && !(schedule.underWay() == 0 && threads.stream().allMatch(LoadThread::isIdle))) {
      done.await(LOOK_NANOS, TimeUnit.NANOSECONDS);
    }
  }

  /** Whether there were too many failures, or no connection is left. */
  public boolean isStopped() {
    return schedule.isStopped() || done.getCount() == 0;
  }

  public Totals totals() {
    return tally.totals(schedule.sent());
  }

  @Override
  public void close() {
    finish();
  }

  /** Waits for the last replies and closes all connections. */
  public void finish() {
    schedule.stop();
    threads.forEach(LoadThread::wake);
    try {
      for (Future<?> thread : running) {
        thread.get();
      }
    } catch (ExecutionException bug) {
      throw new IllegalStateException("a thread of the load tester failed: " + bug.getCause(), bug);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      openers.close();
      executor.shutdownNow();
    }
  }
}
