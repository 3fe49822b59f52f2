package cmtp.simulations.resilience.place;

/** Loopback addresses that nobody else uses: no connection of others takes a node's port. */
final class Loopback {
  private static final int NET_MAX = 120;
  private static final int SUBNET_MAX = 250;

  private Loopback() {}

  /**
   * @param number 1 to 254
   */
  static String host(int number) {
    long pid = ProcessHandle.current().pid();
    return "127." + (2 + pid % NET_MAX) + "." + (pid / NET_MAX % SUBNET_MAX) + "." + number;
  }
}
