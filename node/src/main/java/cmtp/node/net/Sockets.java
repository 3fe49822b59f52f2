package cmtp.node.net;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;

/**
 * Where connections come from: TCP in a node, a network of its own in a simulation. A connection is
 * a flow of bytes that reads nothing ahead: it pulls only when it has written what it got. It fails
 * when the connection can't be made or is reset; completing it closes it, failing it resets it.
 */
public interface Sockets {

  /** Connects when it is run, within the time given. */
  Flow<ByteString, ByteString, ?> connect(InetSocketAddress address, Duration timeout);

  /**
   * Listens at once.
   *
   * @param accepted told of each connection, on any thread
   * @return fails if it can't be listened there
   */
  CompletionStage<Binding> listen(
      InetSocketAddress address, int backlog, Consumer<Connection> accepted);

  /** A listening socket. */
  interface Binding {
    InetSocketAddress address();

    /** Accepts no more; what was accepted goes on. */
    void close();
  }

  /** An accepted connection; its flow is run once. */
  record Connection(InetSocketAddress peer, Flow<ByteString, ByteString, ?> bytes) {}
}
