package cmtp.simulations.peers;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A port of loopback behind which there is a real server whose every answer comes late: what it
 * says passes piece by piece, each after a wait, while the line is not told to hurry.
 */
public final class SlowLine implements Closeable {
  private static final int BACKLOG = 128;
  private static final int PIECE_BYTES = 64 * 1024;

  private final ServerSocket listener;
  private final InetSocketAddress target;
  private final Duration wait;

  /** Open while answers pass at once. */
  private volatile CountDownLatch hurrying = new CountDownLatch(1);

  private final ExecutorService threads = Executors.newCachedThreadPool(Daemons::thread);

  private SlowLine(ServerSocket listener, InetSocketAddress target, Duration wait) {
    this.listener = listener;
    this.target = target;
    this.wait = wait;
  }

  public static SlowLine start(InetSocketAddress target, Duration wait) throws IOException {
    ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    SlowLine line = new SlowLine(listener, target, wait);
    line.threads.execute(line::accept);
    return line;
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** From now on answers pass at once, those that wait included. */
  public void hurry() {
    hurrying.countDown();
  }

  /** From now on answers come late, as they do in the beginning. */
  public void dawdle() {
    hurrying = new CountDownLatch(1);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(target.getAddress(), target.getPort());
        threads.execute(() -> copy(client, server, Duration.ZERO));
        threads.execute(() -> copy(server, client, wait));
      }
    } catch (IOException over) {
      threads.shutdownNow();
    }
  }

  private void copy(Socket from, Socket to, Duration each) {
    byte[] piece = new byte[PIECE_BYTES];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        hurrying.await(each.toMillis(), TimeUnit.MILLISECONDS);
        out.write(piece, 0, count);
      }
    } catch (IOException gone) {
      // Either side has closed.
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    hurry();
    listener.close();
  }
}
