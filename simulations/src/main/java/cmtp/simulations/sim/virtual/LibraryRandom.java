package cmtp.simulations.sim.virtual;

import java.lang.reflect.Field;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The library scatters its back-offs, and numbers its actors, with the thread's own random numbers.
 * Nothing but their seed, a field of the thread, makes them repeat.
 */
final class LibraryRandom {
  private LibraryRandom() {}

  /**
   * Seeds those of the current thread.
   *
   * @throws IllegalStateException on a Java without that field: no run could be repeated there
   */
  static void seed(long seed) {
    ThreadLocalRandom.current(); // which seeds itself when it is first used
    try {
      Class<?> type = Class.forName("sun.misc.Unsafe");
      Field instance = type.getDeclaredField("theUnsafe");
      instance.setAccessible(true);
      Object unsafe = instance.get(null);
      Object offset =
          type.getMethod("objectFieldOffset", Field.class)
              .invoke(unsafe, Thread.class.getDeclaredField("threadLocalRandomSeed"));
      type.getMethod("putLong", Object.class, long.class, long.class)
          .invoke(unsafe, Thread.currentThread(), offset, seed);
    } catch (ReflectiveOperationException unknown) {
      throw new IllegalStateException("this Java's random numbers can't be seeded", unknown);
    }
  }
}
