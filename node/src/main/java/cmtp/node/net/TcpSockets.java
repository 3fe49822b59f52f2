package cmtp.node.net;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.io.Inet;
import org.apache.pekko.io.TcpSO;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.stream.scaladsl.TcpAttributes;
import org.apache.pekko.util.ByteString;

/** Connections over TCP. */
public final class TcpSockets implements Sockets {
  private static final List<Inet.SocketOption> OPTIONS = List.of(TcpSO.tcpNoDelay(true));

  /** It pulls when it has written what it got: so it is known who does not read. */
  private static final Attributes WRITES_ARE_SEEN = TcpAttributes.tcpWriteBufferSize(1);

  private final ActorSystem<?> system;

  public TcpSockets(ActorSystem<?> system) {
    this.system = system;
  }

  @Override
  public Flow<ByteString, ByteString, ?> connect(InetSocketAddress address, Duration timeout) {
    return Tcp.get(system)
        .outgoingConnection(
            address, Optional.empty(), OPTIONS, true, Optional.of(timeout), Optional.empty())
        .withAttributes(WRITES_ARE_SEEN);
  }

  @Override
  public CompletionStage<Binding> listen(
      InetSocketAddress address, int backlog, Consumer<Connection> accepted) {
    return Tcp.get(system)
        .bind(
            address.getHostString(), address.getPort(), backlog, List.of(), true, Optional.empty())
        .mapMaterializedValue(bound -> bound.<Binding>thenApply(Bound::new))
        .to(Sink.foreach(connection -> accepted.accept(connection(connection))))
        .run(system);
  }

  private static Connection connection(Tcp.IncomingConnection accepted) {
    return new Connection(accepted.remoteAddress(), accepted.flow().addAttributes(WRITES_ARE_SEEN));
  }

  private record Bound(Tcp.ServerBinding binding) implements Binding {
    @Override
    public InetSocketAddress address() {
      return binding.localAddress();
    }

    @Override
    public void close() {
      binding.unbind();
    }
  }
}
