package cmtp.node.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.command.Command;
import cmtp.protocol.message.MessageHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with a heap of 256 MiB carries idle connections and large uploads at once. */
class HeapTest {
  private static final int MIB = 1024 * 1024;
  private static final byte[] PIECE = new byte[64 * 1024];

  @TempDir Path folder;

  @Test
  void holds300IdleConnectionsAndFourUploadsOf50MiBIn256MiB() throws Exception {
    carries(300, 4);
  }

  @Test
  @Tag("long")
  void holds1000IdleConnectionsAnd20UploadsOf50MiBIn256MiB() throws Exception {
    carries(1000, 20);
  }

  private void carries(int idle, int uploads) throws Exception {
    try (ServerProcess server =
        ServerProcess.start(
            folder.resolve("data"),
            List.of(),
            List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError"),
            "cmtp.limits.quota-bytes=4 GiB",
            "cmtp.limits.connections-per-address=2000")) {
      server.open("bob");
      List<Socket> connections = new ArrayList<>();
      ExecutorService uploaders = Executors.newFixedThreadPool(uploads);
      try {
        for (int i = 0; i < idle; i++) {
          connections.add(greeted(server));
        }
        List<Future<String>> replies = new ArrayList<>();
        for (int i = 0; i < uploads; i++) {
          int sender = i;
          replies.add(uploaders.submit(() -> upload(server, sender)));
        }
        for (Future<String> reply : replies) {
          assertEquals("SUCCESS", reply.get());
        }
        for (Socket connection : connections) {
          assertEquals("SUCCESS", noop(connection));
        }
      } finally {
        uploaders.shutdownNow();
        for (Socket connection : connections) {
          connection.close();
        }
      }
      assertTrue(server.isAlive());
      try (CmtpClient client = server.connect()) {
        assertEquals("SUCCESS", client.ask(Command.Simple.NOOP));
      }
    }
  }

  private static Socket greeted(ServerProcess server) throws IOException {
    Socket socket = new Socket(server.address().getAddress(), server.address().getPort());
    socket.setSoTimeout((int) ServerProcess.TIMEOUT.toMillis() * 5);
    InputStream in = socket.getInputStream();
    int read = in.read();
    while (read >= 0 && read != '\n') {
      read = in.read();
    }
    assertEquals('\n', read);
    return socket;
  }

  /** A message of 50 MiB, its header included. */
  private static String upload(ServerProcess server, int sender) throws IOException {
    Address from = Address.of("sender" + sender, "localhost");
    Address to = Address.of("bob", "localhost");
    long body = 50L * MIB - MessageHeader.sealed(to, from, 0, 0, 0).encode().length();
    try (Socket socket = greeted(server)) {
      OutputStream out = socket.getOutputStream();
      out.write(
          Bytes.concat(Bytes.utf8("MAIL\0"), MessageHeader.sealed(to, from, 0, 0, body).encode())
              .toArray());
      for (long left = body; left > 0; left -= Math.min(left, PIECE.length)) {
        out.write(PIECE, 0, (int) Math.min(left, PIECE.length));
      }
      return word(socket);
    }
  }

  private static String noop(Socket socket) throws IOException {
    socket.getOutputStream().write("NOOP\0".getBytes(StandardCharsets.US_ASCII));
    return word(socket);
  }

  private static String word(Socket socket) throws IOException {
    byte[] reply = socket.getInputStream().readNBytes("SUCCESS".length());
    return new String(reply, StandardCharsets.ISO_8859_1);
  }
}
