package cmtp.node.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A port on many loopback addresses, one for each domain: notes who is knocked at and when, and
 * closes the connection, or leads it to a server.
 */
final class Doors implements AutoCloseable {
  private static final int PER_NET = 250;

  private final Selector selector = Selector.open();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Knock> knocks = new ArrayList<>();
  private volatile InetSocketAddress behind;

  /** Somebody connected to the door with this number. */
  record Knock(int door, long nanos) {}

  private Doors(int count, int port) throws IOException {
    for (int i = 0; i < count; i++) {
      ServerSocketChannel door = ServerSocketChannel.open();
      door.bind(new InetSocketAddress(address(i), port), 128).configureBlocking(false);
      door.register(selector, SelectionKey.OP_ACCEPT, i);
    }
    threads.execute(this::serve);
  }

  /** Opens doors that lead nowhere. */
  static Doors open(int count, int port) throws IOException {
    return new Doors(count, port);
  }

  /** Where a door is; nothing needs to be set up for it, Linux owns all of 127.0.0.0/8. */
  static InetAddress address(int door) throws UnknownHostException {
    byte[] bytes = {127, 7, (byte) (door / PER_NET), (byte) (door % PER_NET + 1)};
    return InetAddress.getByAddress(bytes);
  }

  /** From now on all doors lead to this server. */
  void leadTo(InetSocketAddress server) {
    behind = server;
  }

  /** All knocks so far, in order. */
  List<Knock> knocks() {
    synchronized (knocks) {
      return List.copyOf(knocks);
    }
  }

  private void serve() {
    try {
      while (selector.isOpen()) {
        selector.select(this::accept);
      }
    } catch (IOException | java.nio.channels.ClosedSelectorException closed) {
      // the test is over
    }
  }

  private void accept(SelectionKey key) {
    try {
      SocketChannel client = ((ServerSocketChannel) key.channel()).accept();
      if (client == null) {
        return;
      }
      synchronized (knocks) {
        knocks.add(new Knock((int) key.attachment(), System.nanoTime()));
      }
      if (behind == null) {
        client.close();
      } else {
        connect(client.socket());
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void connect(Socket client) throws IOException {
    Socket server = new Socket(behind.getAddress(), behind.getPort());
    threads.execute(() -> copy(client, server));
    threads.execute(() -> copy(server, client));
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException closed) {
      // Either side closed.
    }
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : List.copyOf(selector.keys())) {
      key.channel().close();
    }
    selector.close();
    threads.shutdownNow();
  }
}
