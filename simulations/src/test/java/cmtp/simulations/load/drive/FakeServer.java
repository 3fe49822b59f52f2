package cmtp.simulations.load.drive;

import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.command.Reply;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import cmtp.simulations.load.plan.LoadPlan;
import cmtp.simulations.load.target.Mailboxes;
import cmtp.simulations.load.target.NodeUnderLoad;
import cmtp.simulations.load.target.Target;
import cmtp.simulations.machine.ProcFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A server that greets, and then does with each connection what a test wants. */
final class FakeServer implements AutoCloseable {
  static final int MESSAGE_BYTES = 1024 + "MAIL\0".length();

  private static final SigningKey KEY = Mailboxes.key(200);

  /** What a server does with a connection once it has greeted. */
  @FunctionalInterface
  interface Behaviour {
    void serve(InputStream in, OutputStream out) throws IOException;
  }

  private final ServerSocket server;
  private final Behaviour behaviour;
  private volatile String greeting = "220 example.org CMTP x/1";

  private FakeServer(ServerSocket server, Behaviour behaviour) {
    this.server = server;
    this.behaviour = behaviour;
  }

  static FakeServer start(Behaviour behaviour) throws IOException {
    FakeServer fake =
        new FakeServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), behaviour);
    daemon(fake::accept);
    return fake;
  }

  /** Its answer to a mail that it takes. */
  static byte[] success() {
    Bytes text = Bytes.utf8("SUCCESS");
    return new Reply.General("SUCCESS", KEY.sign(text)).encode().unsafeArray();
  }

  void greet(String line) {
    greeting = line;
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "fake-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        daemon(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      socket.getOutputStream().write(Bytes.utf8(greeting + "\r\n").unsafeArray());
      behaviour.serve(socket.getInputStream(), socket.getOutputStream());
    } catch (IOException clientIsGone) {
      return;
    }
  }

  /** A run against it. */
  static LoadRun run(FakeServer server, LoadPlan plan) {
    NodeUnderLoad node =
        new NodeUnderLoad(
            "test",
            new DomainName("example.org"),
            KEY.publicKey(),
            (InetSocketAddress) server.server.getLocalSocketAddress(),
            ProcessHandle.current().pid(),
            "");
    return new LoadRun(
        plan,
        Target.of(node),
        Workload.prepare(Mailboxes.of(2), plan.traffic().sizes(), Mailboxes.RUN, 1),
        new LoadRun.World(
            SecureRandomBytes.system(), ProcFiles.system(), System::nanoTime, tick -> {}));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
