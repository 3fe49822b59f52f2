package cmtp.node;

import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.SigningKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on loopback that does what a script says, with a real server key: for what a peer may do
 * to those who connect to it. A script that fails, fails the test when the peer is closed.
 */
public final class ScriptedPeer implements AutoCloseable {
  private static final int SECONDS_MAX = 60;

  private final ServerSocket server;
  private final SigningKey key;
  private final String domain;
  private final Script script;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicInteger connections = new AtomicInteger();
  private final List<ScriptedTalk> talks = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  /** What is done on each connection; when it returns, the connection is closed. */
  @FunctionalInterface
  public interface Script {
    void play(ScriptedTalk talk) throws IOException;
  }

  private ScriptedPeer(String domain, SigningKey key, Script script) {
    this.domain = domain;
    this.key = key;
    this.script = script;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
    threads.execute(this::accept);
  }

  public static ScriptedPeer of(String domain, Script script) {
    return of(domain, SigningKey.generate(), script);
  }

  public static ScriptedPeer of(String domain, SigningKey key, Script script) {
    return new ScriptedPeer(domain, key, script);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        connections.incrementAndGet();
        ScriptedTalk talk = new ScriptedTalk(socket, domain, key, released);
        talks.add(talk);
        threads.execute(() -> play(talk));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void play(ScriptedTalk talk) {
    try (talk) {
      script.play(talk);
    } catch (IOException | RuntimeException | AssertionError failed) {
      failures.add(failed);
    }
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
  }

  public SigningKey key() {
    return key;
  }

  public int connections() {
    return connections.get();
  }

  /** Everything that the n-th connection, from 0, has heard, as it was on the wire. */
  public Bytes heard(int connection) {
    return talks.get(connection).heard();
  }

  /** Lets go the scripts that wait for it. */
  public void release() {
    released.countDown();
  }

  /** Waits for all scripts to end. */
  @Override
  public void close() {
    release();
    try {
      server.close();
      threads.shutdown();
      if (!threads.awaitTermination(SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new AssertionError("a script does not end");
      }
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    for (Throwable failure : failures) {
      throw new AssertionError("the script failed", failure);
    }
  }
}
