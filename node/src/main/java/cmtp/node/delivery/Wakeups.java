package cmtp.node.delivery;

import java.util.Optional;

/** Times at which something is to be done. */
final class Wakeups {
  private Wakeups() {}

  static Optional<Long> earlier(Optional<Long> one, Optional<Long> other) {
    return one.isPresent() && other.isPresent()
        ? Optional.of(Math.min(one.get(), other.get()))
        : one.or(() -> other);
  }
}
