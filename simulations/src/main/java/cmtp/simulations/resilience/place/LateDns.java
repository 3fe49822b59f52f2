package cmtp.simulations.resilience.place;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Stands before a name server and hands on questions and answers over UDP: at once, late, or not at
 * all.
 */
final class LateDns implements AutoCloseable {
  private static final int MESSAGE_BYTES_MAX = 65_535;
  private static final int ANSWER_MS_MAX = 2000;
  private static final int THREADS = 4;

  private final DatagramSocket socket;
  private final InetSocketAddress server;
  private final ScheduledExecutorService work =
      Executors.newScheduledThreadPool(THREADS, LateDns::daemon);
  private volatile int delayMs;

  private LateDns(DatagramSocket socket, InetSocketAddress server) {
    this.socket = socket;
    this.server = server;
  }

  /**
   * @param host where it listens, on a free port
   */
  static LateDns start(String host, InetSocketAddress server) throws IOException {
    DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getByName(host), 0));
    LateDns dns = new LateDns(socket, server);
    daemon(dns::listen).start();
    return dns;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "late-dns");
    thread.setDaemon(true);
    return thread;
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Answers come so late from now on. */
  void delay(int ms) {
    delayMs = ms;
  }

  private void listen() {
    byte[] buffer = new byte[MESSAGE_BYTES_MAX];
    while (!socket.isClosed()) {
      DatagramPacket question = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(question);
        byte[] bytes = Arrays.copyOf(buffer, question.getLength());
        InetSocketAddress asker = (InetSocketAddress) question.getSocketAddress();
        work.schedule(() -> answer(bytes, asker), delayMs, TimeUnit.MILLISECONDS);
      } catch (IOException closed) {
        // the loop looks whether it is
      }
    }
  }

  private void answer(byte[] question, InetSocketAddress asker) {
    byte[] buffer = new byte[MESSAGE_BYTES_MAX];
    try (DatagramSocket to = new DatagramSocket()) {
      to.setSoTimeout(ANSWER_MS_MAX);
      to.send(new DatagramPacket(question, question.length, server));
      DatagramPacket answer = new DatagramPacket(buffer, buffer.length);
      to.receive(answer);
      socket.send(new DatagramPacket(buffer, answer.getLength(), asker));
    } catch (IOException none) {
      // who asked asks again
    }
  }

  @Override
  public void close() {
    socket.close();
    work.shutdownNow();
  }
}
