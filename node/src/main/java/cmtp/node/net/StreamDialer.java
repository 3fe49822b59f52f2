package cmtp.node.net;

import cmtp.node.peer.Dialer;
import cmtp.node.peer.PeerEvent;
import cmtp.node.peer.PeerSettings;
import cmtp.node.peer.PeerWire;
import cmtp.protocol.crypto.SecureRandomBytes;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;

/** Dials: one {@link PeerStage} on each connection. */
public final class StreamDialer implements Dialer {
  private final ActorSystem<?> system;
  private final Sockets sockets;
  private final PeerSettings settings;
  private final SecureRandomBytes random;
  private final LongSupplier clockMillis;

  public StreamDialer(
      ActorSystem<?> system,
      Sockets sockets,
      PeerSettings settings,
      SecureRandomBytes random,
      LongSupplier clockMillis) {
    this.system = system;
    this.sockets = sockets;
    this.settings = settings;
    this.random = random;
    this.clockMillis = clockMillis;
  }

  @Override
  public PeerWire dial(InetSocketAddress address, ActorRef<PeerEvent> owner) {
    return Flow.fromGraph(new PeerStage(owner, settings, random, clockMillis))
        .joinMat(sockets.connect(address, settings.connectTimeout()), Keep.left())
        .run(system);
  }
}
