package cmtp.simulations.peers;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Accepts every connection on a port of loopback and never says a word. */
public final class SilentPeer implements Closeable {
  private static final int BACKLOG = 128;

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool(Daemons::thread);

  private SilentPeer(ServerSocket server) {
    this.server = server;
  }

  public static SilentPeer start() throws IOException {
    SilentPeer peer =
        new SilentPeer(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
    peer.threads.execute(peer::accept);
    return peer;
  }

  public int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        threads.execute(() -> listen(client));
      }
    } catch (IOException closed) {
      threads.shutdownNow();
    }
  }

  private static void listen(Socket client) {
    try (client) {
      client.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException gone) {
      // That is how each of them ends.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
