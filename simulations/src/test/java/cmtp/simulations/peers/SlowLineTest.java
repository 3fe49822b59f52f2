package cmtp.simulations.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlowLineTest {
  private static final Duration WAIT = Duration.ofMillis(150);

  @Test
  void answersPassUnchangedAndLate() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket server = new ServerSocket(0, 1, loopback);
        SlowLine line =
            SlowLine.start(new InetSocketAddress(loopback, server.getLocalPort()), WAIT);
        Socket client = new Socket(loopback, line.port());
        Socket accepted = server.accept()) {
      client.getOutputStream().write(new byte[] {1, 2});
      assertArrayEquals(new byte[] {1, 2}, accepted.getInputStream().readNBytes(2));
      long asked = System.nanoTime();
      accepted.getOutputStream().write(new byte[] {3, 4, 5});
      assertArrayEquals(new byte[] {3, 4, 5}, client.getInputStream().readNBytes(3));
      assertTrue(System.nanoTime() - asked >= WAIT.toNanos());
    }
  }

  @Test
  void whatWaitsPassesAtOnceWhenTheLineHurries() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket server = new ServerSocket(0, 1, loopback);
        SlowLine line =
            SlowLine.start(
                new InetSocketAddress(loopback, server.getLocalPort()), Duration.ofHours(1));
        Socket client = new Socket(loopback, line.port());
        Socket accepted = server.accept()) {
      client.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
      accepted.getOutputStream().write(new byte[] {3, 4, 5});
      line.hurry();
      assertArrayEquals(new byte[] {3, 4, 5}, client.getInputStream().readNBytes(3));
      accepted.getOutputStream().write(new byte[] {6});
      assertArrayEquals(new byte[] {6}, client.getInputStream().readNBytes(1));
    }
  }
}
