package cmtp.simulations.scale;

/** Is told what happens, in the order in which it does. */
interface Trail {
  Trail NONE = new Trail() {};

  default void dialled(int domain, int nowMs) {}

  /** A connection is handed so many messages. */
  default void handed(int domain, int messages, int nowMs) {}

  /** A message left its queue; delivered or not. */
  default void left(int domain, boolean delivered, int acceptedMs, int nowMs) {}

  /** An originator is told that a message still waits. */
  default void noticed(int domain, int acceptedMs, int nowMs) {}

  /** The same run is the same number. */
  final class Hash implements Trail {
    private long hash;

    private void add(int kind, int domain, int value, int nowMs) {
      hash = Mixer.mix(hash ^ ((long) nowMs << 32 | domain) * 8 + kind) + value;
    }

    @Override
    public void dialled(int domain, int nowMs) {
      add(1, domain, 0, nowMs);
    }

    @Override
    public void handed(int domain, int messages, int nowMs) {
      add(2, domain, messages, nowMs);
    }

    @Override
    public void left(int domain, boolean delivered, int acceptedMs, int nowMs) {
      add(delivered ? 3 : 4, domain, acceptedMs, nowMs);
    }

    @Override
    public void noticed(int domain, int acceptedMs, int nowMs) {
      add(5, domain, acceptedMs, nowMs);
    }

    long value() {
      return hash;
    }
  }

  /** Both are told. */
  static Trail both(Trail one, Trail other) {
    return new Trail() {
      @Override
      public void dialled(int domain, int nowMs) {
        one.dialled(domain, nowMs);
        other.dialled(domain, nowMs);
      }

      @Override
      public void handed(int domain, int messages, int nowMs) {
        one.handed(domain, messages, nowMs);
        other.handed(domain, messages, nowMs);
      }

      @Override
      public void left(int domain, boolean delivered, int acceptedMs, int nowMs) {
        one.left(domain, delivered, acceptedMs, nowMs);
        other.left(domain, delivered, acceptedMs, nowMs);
      }

      @Override
      public void noticed(int domain, int acceptedMs, int nowMs) {
        one.noticed(domain, acceptedMs, nowMs);
        other.noticed(domain, acceptedMs, nowMs);
      }
    };
  }
}
