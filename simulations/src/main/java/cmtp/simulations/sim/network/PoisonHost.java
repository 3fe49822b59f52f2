package cmtp.simulations.sim.network;

import cmtp.simulations.sim.virtual.SeededRandom;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.apache.pekko.util.ByteString;

/**
 * A host that takes connections and is no good: each one it leaves in silence, answers with noise,
 * resets, greets as a node and then says nothing, or answers a byte at a time.
 */
public final class PoisonHost {
  private static final ByteString GREETING =
      ByteString.fromString("220 poison.example CMTP poison/1\r\n");
  private static final int NOISE_BYTES = 300;
  private static final Duration DRIP = Duration.ofSeconds(5);

  private final SimulatedNetwork network;
  private final SeededRandom random;

  private enum Habit {
    SILENCE,
    NOISE,
    RESET,
    GREETS_ONLY,
    DRIPS
  }

  /** Listens at once. */
  public PoisonHost(SimulatedNetwork network, InetSocketAddress at, SeededRandom random) {
    this.network = network;
    this.random = random;
    network.listen(at, this, this::accepted);
  }

  private void accepted(Pipe pipe) {
    Pipe.Side side = pipe.listenerSide();
    Habit habit = Habit.values()[random.below(Habit.values().length)];
    side.attach(new Ear(side, habit));
    switch (habit) {
      case NOISE -> side.write(ByteString.fromArray(random.next(NOISE_BYTES).toArray()));
      case RESET -> side.abort();
      case GREETS_ONLY -> side.write(GREETING);
      case DRIPS -> drip(side, 0);
      case SILENCE -> {}
    }
  }

  private void drip(Pipe.Side side, int at) {
    if (at < GREETING.size()) {
      side.write(GREETING.slice(at, at + 1));
      network.time().after(DRIP, () -> drip(side, at + 1));
    }
  }

  private record Ear(Pipe.Side side, Habit habit) implements Pipe.End {
    @Override
    public void received(ByteString bytes) {
      side.taken(bytes.size());
      if (habit == Habit.NOISE) {
        side.abort();
      }
    }

    @Override
    public void finished() {
      side.finish();
    }

    @Override
    public void reset(String reason) {}

    @Override
    public void writable() {}
  }
}
