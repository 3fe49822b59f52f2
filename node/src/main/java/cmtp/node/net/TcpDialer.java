package cmtp.node.net;

import cmtp.node.peer.Dialer;
import cmtp.node.peer.PeerEvent;
import cmtp.node.peer.PeerSettings;
import cmtp.node.peer.PeerWire;
import cmtp.protocol.crypto.SecureRandomBytes;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.io.Inet;
import org.apache.pekko.io.TcpSO;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;

/** Dials over TCP: one {@link PeerStage} on each connection. */
public final class TcpDialer implements Dialer {
  private static final List<Inet.SocketOption> OPTIONS = List.of(TcpSO.tcpNoDelay(true));

  private final ActorSystem<?> system;
  private final PeerSettings settings;
  private final SecureRandomBytes random;
  private final LongSupplier clockMillis;

  public TcpDialer(
      ActorSystem<?> system,
      PeerSettings settings,
      SecureRandomBytes random,
      LongSupplier clockMillis) {
    this.system = system;
    this.settings = settings;
    this.random = random;
    this.clockMillis = clockMillis;
  }

  @Override
  public PeerWire dial(InetSocketAddress address, ActorRef<PeerEvent> owner) {
    Flow<ByteString, ByteString, ?> connection =
        Tcp.get(system)
            .outgoingConnection(
                address,
                Optional.empty(),
                OPTIONS,
                true,
                Optional.of(settings.connectTimeout()),
                Optional.empty())
            .withAttributes(PeerStage.WRITES_ARE_SEEN);
    return Flow.fromGraph(new PeerStage(owner, settings, random, clockMillis))
        .joinMat(connection, Keep.left())
        .run(system);
  }
}
