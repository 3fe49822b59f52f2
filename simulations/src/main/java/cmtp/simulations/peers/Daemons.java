package cmtp.simulations.peers;

/** Threads that keep no process alive. */
final class Daemons {
  private Daemons() {}

  static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "peer");
    thread.setDaemon(true);
    return thread;
  }
}
