package cmtp.simulations.sim;

import cmtp.simulations.sim.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Runs a scenario from many seeds, several at the same time, until one of them is not clean. */
public final class Sweep {
  private final Scenario scenario;
  private final long firstSeed;
  private final int seeds;
  private final int threads;

  /**
   * How it went.
   *
   * @param failure of the least seed of those that were run and not clean
   */
  public record Outcome(
      int clean, long mails, Duration cpu, Duration wall, Optional<Result> failure) {}

  public Sweep(Scenario scenario, long firstSeed, int seeds, int threads) {
    this.scenario = scenario;
    this.firstSeed = firstSeed;
    this.seeds = seeds;
    this.threads = Math.max(1, Math.min(threads, seeds));
  }

  /**
   * @param done told of each run, one at a time
   */
  public Outcome run(Consumer<Result> done) throws InterruptedException {
    long began = System.nanoTime();
    AtomicLong next = new AtomicLong(firstSeed);
    AtomicBoolean failed = new AtomicBoolean();
    List<Result> results = new ArrayList<>();
    List<Throwable> broken = new ArrayList<>();
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread =
          new Thread(
              () -> {
                long seed = next.getAndIncrement();
                while (seed < firstSeed + seeds && !failed.get()) {
                  Result result = simulate(seed);
                  failed.compareAndSet(false, !result.isClean());
                  synchronized (results) {
                    results.add(result);
                    done.accept(result);
                  }
                  seed = next.getAndIncrement();
                }
              },
              "sweep-" + i);
      thread.setUncaughtExceptionHandler(
          (any, failure) -> {
            failed.set(true);
            synchronized (results) {
              broken.add(failure);
            }
          });
      thread.start();
      all.add(thread);
    }
    for (Thread thread : all) {
      thread.join();
    }
    if (!broken.isEmpty()) {
      throw new IllegalStateException("the simulator itself failed", broken.get(0));
    }
    return outcome(results, Duration.ofNanos(System.nanoTime() - began));
  }

  private Result simulate(long seed) {
    return new Simulation(scenario, seed, scenario.planned(seed), progress -> {}).run();
  }

  private static Outcome outcome(List<Result> results, Duration wall) {
    return new Outcome(
        (int) results.stream().filter(Result::isClean).count(),
        results.stream().mapToLong(result -> result.counts().written()).sum(),
        results.stream().map(Result::cpu).reduce(Duration.ZERO, Duration::plus),
        wall,
        results.stream()
            .filter(result -> !result.isClean())
            .min(Comparator.comparingLong(Result::seed)));
  }
}
