package cmtp.simulations.sim.virtual;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import scala.Function0;
import scala.concurrent.BlockContext;
import scala.concurrent.BlockContext$;
import scala.concurrent.CanAwait;
import scala.concurrent.ExecutionContext;
import scala.runtime.AbstractFunction0;

/**
 * An actor system without threads: all its dispatchers, the internal ones too, hand their tasks to
 * virtual time, and all its timers are events of it. It runs while its time is driven, by the
 * thread that made it, and may simply be dropped.
 */
public final class VirtualSystem {
  private static final ThreadLocal<VirtualTime> BEING_MADE = new ThreadLocal<>();

  private VirtualSystem() {}

  /** For the scheduler, which the actor system makes by its class's name. */
  static VirtualTime timeOfSystemBeingMade() {
    return BEING_MADE.get();
  }

  /**
   * @param seed of what the library itself leaves to chance
   * @param config goes before the settings that make it virtual
   */
  public static <T> ActorSystem<T> create(
      VirtualTime time, long seed, Behavior<T> guardian, Config config, Setup setup) {
    LibraryRandom.seed(seed);
    Config whole =
        config
            .withFallback(ConfigFactory.parseResources(VirtualSystem.class, "virtual-system.conf"))
            .withFallback(ConfigFactory.load());
    BootstrapSetup bootstrap =
        BootstrapSetup.create(
            Optional.of(VirtualSystem.class.getClassLoader()),
            Optional.of(whole),
            Optional.of(executionContext(time)));
    BEING_MADE.set(time);
    try {
      return driven(
          time,
          () -> ActorSystem.create(guardian, "sim", ActorSystemSetup.create(bootstrap, setup)));
    } finally {
      BEING_MADE.remove();
    }
  }

  private static ExecutionContext executionContext(VirtualTime time) {
    return new ExecutionContext() {
      @Override
      public void execute(Runnable task) {
        time.execute(task);
      }

      @Override
      public void reportFailure(Throwable cause) {
        throw new IllegalStateException("a task of a virtual system failed", cause);
      }
    };
  }

  /**
   * Runs something that may wait for the system: where a thread would be blocked, the system is
   * driven instead, without time passing.
   */
  public static <T> T driven(VirtualTime time, Supplier<T> work) {
    BlockContext driving =
        new BlockContext() {
          @Override
          public <R> R blockOn(Function0<R> waiting, CanAwait permission) {
            time.settle();
            return waiting.apply();
          }
        };
    return BlockContext$.MODULE$.withBlockContext(driving, function(work::get));
  }

  private static <T> Function0<T> function(Callable<T> work) {
    return new AbstractFunction0<>() {
      @Override
      public T apply() {
        try {
          return work.call();
        } catch (RuntimeException failed) {
          throw failed;
        } catch (Exception failed) {
          throw new IllegalStateException(failed);
        }
      }
    };
  }
}
