package cmtp.node.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.NodeServer;
import cmtp.node.TestMail;
import cmtp.node.TestNode.User;
import cmtp.protocol.Bytes;
import cmtp.protocol.client.CmtpClient;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server with a heap of 256 MiB carries ten thousand idle connections and goes on with its work.
 */
@Tag("long")
class IdleConnectionsTest {
  private static final int CONNECTIONS = 10_000;
  private static final int FROM_ONE_ADDRESS = 1000;
  private static final int WRITERS = 100;

  /** Beside the connections: the database, the jars, the other sockets of a process. */
  private static final int OTHER_FILES = 500;

  /** The whole process: the heap, and beside it classes, compiled code, threads and buffers. */
  private static final long RESIDENT_KIB_MAX = 512 * 1024;

  private static final String GREETING = "220 localhost CMTP " + NodeServer.PRODUCT + "\r\n";
  private static final String TOO_MANY = "421 localhost too many connections\r\n";

  @TempDir Path folder;

  @Test
  void holds10000IdleConnectionsIn256MiBAndServesOn() throws Exception {
    requireFiles();
    List<Socket> peers = new ArrayList<>();
    try (ServerProcess server =
        ServerProcess.start(
            folder.resolve("data"),
            List.of(),
            List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError"),
            "cmtp.limits.connections=" + CONNECTIONS,
            "cmtp.limits.connections-per-address=" + FROM_ONE_ADDRESS,
            "cmtp.limits.idle=1 hour")) {
      User bob = server.open("bob");
      for (int i = 0; i < CONNECTIONS; i++) {
        Socket peer = connect(server, 2 + i / FROM_ONE_ADDRESS);
        peers.add(peer);
        assertEquals(GREETING, said(peer, GREETING.length()), "connection " + i);
      }
      try (Socket oneMore = connect(server, 1)) {
        assertEquals(TOO_MANY, said(oneMore, TOO_MANY.length()));
        assertEquals(-1, oneMore.getInputStream().read());
      }
      writeMail(peers, bob);
      for (Socket peer : peers) {
        assertEquals("SUCCESS", answer(peer, Bytes.utf8("NOOP\0")));
      }
      long resident = residentKibAtMost(server);
      System.out.println(CONNECTIONS + " connections: at most " + resident + " KiB resident");
      assertTrue(resident < RESIDENT_KIB_MAX, resident + " KiB resident");

      peers.remove(0).close();
      peers.remove(0).close();
      assertEquals(WRITERS, inbox(server, bob));
      assertTrue(server.isAlive());
    } finally {
      for (Socket peer : peers) {
        peer.close();
      }
    }
  }

  /** Each of the two processes has a descriptor for each connection. */
  private static void requireFiles() {
    UnixOperatingSystemMXBean system =
        (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long allowed = system.getMaxFileDescriptorCount();
    assertTrue(
        allowed >= CONNECTIONS + OTHER_FILES,
        "a process may have only "
            + allowed
            + " open files here, and this test needs "
            + (CONNECTIONS + OTHER_FILES)
            + ": raise the hard limit (ulimit -Hn)");
  }

  private static Socket connect(ServerProcess server, int lastOctet) throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout((int) ServerProcess.TIMEOUT.toMillis());
    socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0." + lastOctet), 0));
    socket.connect(server.address());
    return socket;
  }

  /** From connections all over the ten thousand, one message each. */
  private static void writeMail(List<Socket> peers, User to) throws IOException {
    for (int i = 0; i < WRITERS; i++) {
      Socket peer = peers.get(i * (CONNECTIONS / WRITERS));
      Bytes message = TestMail.opaque(to.address(), 1000).encode();
      assertEquals("SUCCESS", answer(peer, Bytes.concat(Bytes.utf8("MAIL\0"), message)));
    }
  }

  /** The word of an answer that is one; its NUL and signature are read too. */
  private static String answer(Socket peer, Bytes command) throws IOException {
    peer.getOutputStream().write(command.unsafeArray());
    return said(peer, "SUCCESS".length() + 66).substring(0, "SUCCESS".length());
  }

  private static String said(Socket peer, int length) throws IOException {
    return new String(peer.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1);
  }

  /** The most that was ever in memory, as the kernel counts it. */
  private static long residentKibAtMost(ServerProcess server) throws IOException {
    Path status = Path.of("/proc", Long.toString(server.pid()), "status");
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private static int inbox(ServerProcess server, User reader) throws IOException {
    try (CmtpClient session = server.session(reader)) {
      return Inbox.list(session).size();
    }
  }
}
