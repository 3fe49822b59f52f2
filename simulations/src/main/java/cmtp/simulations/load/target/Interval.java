package cmtp.simulations.load.target;

import cmtp.simulations.machine.ProcessUsage;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What was used between two samples; what is unknown is empty.
 *
 * @param databaseMillis CPU time of the node's database server, if that is measured
 * @param othersMillis CPU time of everybody but server, database and generator: much of it spoils a
 *     measurement
 */
public record Interval(
    double seconds,
    OptionalLong serverMillis,
    OptionalLong databaseMillis,
    OptionalLong generatorMillis,
    OptionalLong othersMillis,
    Optional<ProcessUsage> serverNow) {

  public static Interval between(Sample from, Sample to) {
    OptionalLong server = millis(from.server(), to.server());
    OptionalLong database =
        from.databaseMillis().isPresent() && to.databaseMillis().isPresent()
            ? OptionalLong.of(to.databaseMillis().getAsLong() - from.databaseMillis().getAsLong())
            : OptionalLong.empty();
    OptionalLong generator = millis(from.generator(), to.generator());
    OptionalLong others =
        from.busyMillis().isPresent() && server.isPresent() && generator.isPresent()
            ? OptionalLong.of(
                Math.max(
                    0,
                    to.busyMillis().orElseThrow()
                        - from.busyMillis().getAsLong()
                        - server.getAsLong()
                        - database.orElse(0)
                        - generator.getAsLong()))
            : OptionalLong.empty();
    double seconds = (to.nanos() - from.nanos()) / 1e9;
    return new Interval(seconds, server, database, generator, others, to.server());
  }

  private static OptionalLong millis(Optional<ProcessUsage> from, Optional<ProcessUsage> to) {
    return from.isPresent() && to.isPresent()
        ? OptionalLong.of(to.get().cpuMillis() - from.get().cpuMillis())
        : OptionalLong.empty();
  }

  /** The share of the whole machine that others used, 0 to 1. */
  public OptionalDouble othersShare(int processors) {
    return othersMillis.isPresent() && seconds > 0
        ? OptionalDouble.of(othersMillis.getAsLong() / (seconds * 1000 * processors))
        : OptionalDouble.empty();
  }
}
