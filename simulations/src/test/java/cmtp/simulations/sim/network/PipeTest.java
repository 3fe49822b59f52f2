package cmtp.simulations.sim.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.simulations.sim.virtual.SeededRandom;
import cmtp.simulations.sim.virtual.VirtualTime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class PipeTest {
  private final VirtualTime time = new VirtualTime();
  private final SimulatedNetwork network = new SimulatedNetwork(time, new SeededRandom(1));
  private final InetAddress near = address(1);
  private final InetSocketAddress far = new InetSocketAddress(address(2), 25);
  private final Ear nearEar = new Ear();
  private final Ear farEar = new Ear();
  private Optional<Pipe> pipe = Optional.empty();

  private static InetAddress address(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static final class Ear implements Pipe.End {
    private final List<String> heard = new ArrayList<>();

    @Override
    public void received(ByteString bytes) {
      heard.add(bytes.utf8String());
    }

    @Override
    public void finished() {
      heard.add("FIN");
    }

    @Override
    public void reset(String reason) {
      heard.add("RST " + reason);
    }

    @Override
    public void writable() {
      heard.add("writable");
    }
  }

  private void connect() {
    network.listen(far, this, made -> made.listenerSide().attach(farEar));
    network.connect(near, far, Duration.ofSeconds(20), made -> pipe = made);
    time.runTo(time.elapsed().plusSeconds(30));
    pipe.ifPresent(made -> made.diallerSide().attach(nearEar));
  }

  private void write(String text) {
    pipe.orElseThrow().diallerSide().write(ByteString.fromString(text));
  }

  private void pass(Duration much) {
    time.runTo(time.elapsed().plus(much));
  }

  @Test
  void bytesComeInOrderThoughPacketsAreLost() {
    network.setWeather(Weather.FAIR.withLoss(0.3));
    connect();
    List<String> said = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      said.add("packet " + i);
      write("packet " + i);
    }
    pipe.orElseThrow().diallerSide().finish();
    said.add("FIN");
    pass(Duration.ofMinutes(5));
    assertEquals(said, farEar.heard);
  }

  @Test
  void nobodyListeningIsNoConnection() {
    network.connect(near, far, Duration.ofSeconds(20), made -> farEar.heard.add("" + made));
    pass(Duration.ofSeconds(1));
    assertEquals(List.of("Optional.empty"), farEar.heard);
  }

  @Test
  void aHostWithoutPowerIsSilentUntilTheTimeIsOver() {
    network.powerOff(far.getAddress());
    network.connect(near, far, Duration.ofSeconds(20), made -> farEar.heard.add("" + made));
    pass(Duration.ofSeconds(19));
    assertEquals(List.of(), farEar.heard);
    pass(Duration.ofSeconds(2));
    assertEquals(List.of("Optional.empty"), farEar.heard);
  }

  @Test
  void aShortPartitionDelaysAndALongOneBreaks() {
    connect();
    network.block(near, far.getAddress());
    write("delayed");
    pass(Duration.ofSeconds(30));
    assertEquals(List.of(), farEar.heard);
    network.unblock(near, far.getAddress());
    pass(Duration.ofSeconds(3));
    assertEquals(List.of("delayed"), farEar.heard);
    network.block(near, far.getAddress());
    write("lost");
    pass(Duration.ofMinutes(3));
    assertEquals(List.of("delayed"), farEar.heard);
    assertEquals(List.of("RST connection timed out"), nearEar.heard);
  }

  @Test
  void aProcessThatEndsIsHeardOf() {
    connect();
    network.processEnds(far.getAddress());
    pass(Duration.ofSeconds(1));
    assertEquals(List.of("RST connection reset by peer"), nearEar.heard);
    assertEquals(0, network.connections(near, far.getAddress()));
  }

  @Test
  void aReaderWhoTakesNothingStopsTheWriter() {
    connect();
    Pipe.Side side = pipe.orElseThrow().diallerSide();
    int written = 0;
    while (side.mayWrite()) {
      side.write(ByteString.fromString("x".repeat(1000)));
      written += 1000;
    }
    assertTrue(written <= Pipe.WINDOW_BYTES + 1000, "" + written);
    pass(Duration.ofSeconds(5));
    pipe.orElseThrow().listenerSide().taken(written);
    assertEquals(List.of("writable"), nearEar.heard);
    assertTrue(side.mayWrite());
  }
}
