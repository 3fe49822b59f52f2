package cmtp.simulations.scale;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.function.IntConsumer;

/** Runs a scenario: takes events in the order of their times until the time is over. */
final class Simulation {
  private final Scenario scenario;
  private final World world;
  private final Queues queues;
  private final Submissions submissions;
  private final Recorder recorder;
  private final Trail.Hash hash = new Trail.Hash();

  /**
   * @param chance numbers in [0,1) that scatter waits
   * @param watch is told what happens too
   */
  Simulation(Scenario scenario, Submissions submissions, DoubleSupplier chance, Trail watch) {
    this.scenario = scenario;
    this.submissions = submissions;
    Trail trail = watch == Trail.NONE ? hash : Trail.both(hash, watch);
    SplittableRandom network = new SplittableRandom(scenario.seed() + 2);
    this.world = new World(scenario, chance, network, trail);
    this.queues = new Queues(world);
    this.recorder = new Recorder(world);
  }

  /** All chance comes from the scenario's seed; submissions are the same whatever else differs. */
  static Simulation of(Scenario scenario) {
    SplittableRandom arrivals = new SplittableRandom(scenario.seed());
    SplittableRandom waits = new SplittableRandom(scenario.seed() + 1);
    return new Simulation(
        scenario,
        new Submissions.ByChance(scenario.traffic(), scenario.domains(), arrivals),
        waits::nextDouble,
        Trail.NONE);
  }

  /**
   * @param progress told the virtual time now and then
   */
  void run(IntConsumer progress) {
    int sampleMs = scenario.sampleMs();
    while (true) {
      int submitMs = submissions.nextMs();
      int untilMs = Math.min(Math.min(submitMs, sampleMs), scenario.durationMs());
      drain(untilMs);
      if (submitMs == untilMs && submitMs < scenario.durationMs()) {
        world.count();
        queues.submit(submissions.takeDomain(), submitMs);
      } else {
        recorder.sample(untilMs);
        progress.accept(untilMs);
        if (untilMs >= scenario.durationMs()) {
          return;
        }
        sampleMs += scenario.sampleMs();
      }
    }
  }

  private void drain(int untilMs) {
    EventWheel wheel = world.wheel;
    for (int e = wheel.take(untilMs); e != EventWheel.NONE; e = wheel.take(untilMs)) {
      world.count();
      happen(EventWheel.kind(e), EventWheel.id(e), wheel.nowMs());
    }
  }

  private void happen(int kind, int id, int nowMs) {
    if (kind == World.LINK) {
      queues.dialling().linkEvent(id, nowMs);
    } else if (kind == World.WAKE) {
      queues.wake(id, nowMs);
    } else if (kind == World.DUE) {
      queues.due(id, nowMs);
    } else if (kind == World.GATE) {
      queues.dialling().tick(id, nowMs);
    } else {
      queues.submittedAgain(id, nowMs);
    }
  }

  World world() {
    return world;
  }

  Recorder recorder() {
    return recorder;
  }

  long hash() {
    return hash.value();
  }
}
