package cmtp.simulations.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.cli.console.Terminal;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.command.Reply;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import cmtp.simulations.machine.ProcFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against servers that don't behave. */
@Timeout(60)
class LoadRunTest {
  private static final SigningKey KEY = Mailboxes.key(200);
  private static final int MESSAGE_BYTES = 1024 + "MAIL\0".length();

  /** What a server does with a connection once it has greeted. */
  @FunctionalInterface
  private interface Behaviour {
    void serve(InputStream in, OutputStream out) throws IOException;
  }

  @Test
  void countsMessagesThatAreNeverAnsweredAndConnectsAgain() throws Exception {
    LoadReport report = run(Plans.counted(1, 3, 100), (in, out) -> in.readNBytes(MESSAGE_BYTES));
    assertEquals(3, report.sent());
    assertEquals(3, report.tally().unansweredCount());
    assertEquals(Map.of("the node closed the connection", 3L), report.tally().reasons());
  }

  @Test
  void seesThatTheServerSignsWithAnotherKey() throws Exception {
    Bytes signature = Mailboxes.key(201).sign(Bytes.utf8("SUCCESS"));
    Bytes reply = new Reply.General("SUCCESS", signature).encode();
    LoadReport report =
        run(
            Plans.counted(1, 4, 100),
            (in, out) -> {
              while (in.readNBytes(MESSAGE_BYTES).length == MESSAGE_BYTES) {
                out.write(reply.unsafeArray());
              }
            });
    assertEquals(Map.of("a reply whose signature is wrong", 4L), report.tally().reasons());
    assertEquals(0, report.accepted());
  }

  @Test
  void givesUpOnAServerThatTalksNonsense() throws Exception {
    LoadReport report =
        run(
            Plans.counted(1, 1_000_000, 10),
            (in, out) -> {
              in.readNBytes(MESSAGE_BYTES);
              out.write(new byte[] {0, 0, 9, 9, 9});
            });
    assertTrue(report.tally().unansweredCount() >= 10);
    assertTrue(report.tally().reasons().keySet().stream().anyMatch(r -> r.contains("broken")));
  }

  private static LoadReport run(LoadPlan plan, Behaviour behaviour) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread serving = new Thread(() -> serve(server, behaviour));
      serving.setDaemon(true);
      serving.start();
      NodeUnderLoad node =
          new NodeUnderLoad(
              "test",
              new DomainName("example.org"),
              KEY.publicKey(),
              (InetSocketAddress) server.getLocalSocketAddress(),
              ProcessHandle.current().pid(),
              "");
      return new LoadRun(
              plan,
              Target.of(node),
              Workload.prepare(Mailboxes.of(2), plan.messageBytes(), Mailboxes.RUN, 1),
              SecureRandomBytes.system(),
              ProcFiles.system(),
              System::nanoTime,
              silent())
          .run();
    }
  }

  private static void serve(ServerSocket server, Behaviour behaviour) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.getOutputStream().write(Bytes.utf8("220 example.org CMTP x/1\r\n").unsafeArray());
        behaviour.serve(socket.getInputStream(), socket.getOutputStream());
      } catch (IOException clientIsGone) {
        continue;
      }
    }
  }

  private static Terminal silent() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return new Terminal(
        InputStream.nullInputStream(),
        nowhere,
        nowhere,
        Path.of(""),
        Map.of(),
        Clock.systemUTC(),
        SecureRandomBytes.system(),
        Terminal.Tty.NONE,
        question -> Optional.empty());
  }
}
