package cmtp.simulations.sim.network;

import cmtp.node.net.Sockets;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;

/** The sockets of one process on one simulated host. */
public final class SimulatedSockets implements Sockets {
  private static final int PORT_OF_DIALLERS = 50_000;

  private final SimulatedNetwork network;
  private final InetAddress host;
  private final BooleanSupplier alive;

  /**
   * @param alive whether the process is: one that is gone reaches nobody
   */
  public SimulatedSockets(SimulatedNetwork network, InetAddress host, BooleanSupplier alive) {
    this.network = network;
    this.host = host;
    this.alive = alive;
  }

  @Override
  public Flow<ByteString, ByteString, ?> connect(InetSocketAddress address, Duration timeout) {
    return Flow.fromGraph(
        new SocketStage(
            connected -> {
              if (alive.getAsBoolean()) {
                network.connect(
                    host, address, timeout, pipe -> connected.accept(pipe.map(Pipe::diallerSide)));
              }
            }));
  }

  @Override
  public CompletionStage<Binding> listen(
      InetSocketAddress address, int backlog, Consumer<Connection> accepted) {
    boolean listening = network.listen(address, this, pipe -> accepted.accept(connection(pipe)));
    return listening
        ? CompletableFuture.completedStage(new Bound(address))
        : CompletableFuture.failedStage(new BindException("in use: " + address));
  }

  private static Connection connection(Pipe pipe) {
    return new Connection(
        new InetSocketAddress(pipe.dialler(), PORT_OF_DIALLERS),
        Flow.fromGraph(
            new SocketStage(
                connected -> connected.accept(java.util.Optional.of(pipe.listenerSide())))));
  }

  private final class Bound implements Binding {
    private final InetSocketAddress address;

    Bound(InetSocketAddress address) {
      this.address = address;
    }

    @Override
    public InetSocketAddress address() {
      return address;
    }

    @Override
    public void close() {
      network.unlisten(address, SimulatedSockets.this);
    }
  }
}
