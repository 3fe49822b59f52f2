package cmtp.node.dns;

import cmtp.node.dns.DnsResponder.Transport;
import cmtp.protocol.Bytes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets of a DNS server on loopback: one thread for UDP, one that accepts TCP, and at most
 * {@value #TCP_CONNECTIONS_MAX} for the connections. Further connections are closed at once.
 */
public final class DnsServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DnsServer.class);
  private static final int TCP_CONNECTIONS_MAX = 8;
  private static final int TCP_IDLE_MILLIS = 5000;
  private static final int MESSAGE_BYTES_MAX = 65_535;
  private static final int BIND_ATTEMPTS = 20;

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final DnsResponder responder;
  private final ExecutorService connections =
      new ThreadPoolExecutor(
          0,
          TCP_CONNECTIONS_MAX,
          1,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> daemon(task, "dns-tcp-connection"));

  private DnsServer(DatagramSocket udp, ServerSocket tcp, DnsResponder responder) {
    this.udp = udp;
    this.tcp = tcp;
    this.responder = responder;
  }

  /**
   * @param port 0 for any that is free for UDP and TCP
   */
  public static DnsServer start(int port, DnsResponder responder) throws IOException {
    for (int attempt = 1; ; attempt++) {
      ServerSocket tcp = new ServerSocket(port, 0, InetAddress.getLoopbackAddress());
      try {
        DatagramSocket udp = new DatagramSocket(tcp.getLocalSocketAddress());
        DnsServer server = new DnsServer(udp, tcp, responder);
        daemon(server::serveUdp, "dns-udp").start();
        daemon(server::serveTcp, "dns-tcp").start();
        return server;
      } catch (BindException taken) { // a port that TCP found free
        tcp.close();
        if (port != 0 || attempt == BIND_ATTEMPTS) {
          throw taken;
        }
      }
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** The same for UDP and TCP. */
  public InetSocketAddress address() {
    return (InetSocketAddress) tcp.getLocalSocketAddress();
  }

  private void serveUdp() {
    byte[] buffer = new byte[MESSAGE_BYTES_MAX];
    while (!udp.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        udp.receive(packet);
        Bytes query = Bytes.wrap(Arrays.copyOf(buffer, packet.getLength()));
        Optional<Bytes> answer = responder.answer(query, Transport.UDP);
        if (answer.isPresent()) {
          byte[] out = answer.get().unsafeArray();
          udp.send(new DatagramPacket(out, out.length, packet.getSocketAddress()));
        }
      } catch (IOException failed) {
        LOG.debug("DNS over UDP: {}", failed.toString());
      }
    }
  }

  private void serveTcp() {
    while (!tcp.isClosed()) {
      try {
        Socket socket = tcp.accept();
        try {
          connections.execute(() -> converse(socket));
        } catch (RejectedExecutionException full) {
          socket.close();
        }
      } catch (IOException failed) {
        LOG.debug("DNS over TCP: {}", failed.toString());
      }
    }
  }

  private void converse(Socket socket) {
    try (socket;
        DataInputStream in = new DataInputStream(socket.getInputStream());
        DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
      socket.setSoTimeout(TCP_IDLE_MILLIS);
      while (true) {
        byte[] query = new byte[in.readUnsignedShort()];
        in.readFully(query);
        Optional<Bytes> answer = responder.answer(Bytes.wrap(query), Transport.TCP);
        if (answer.isEmpty()) {
          return;
        }
        out.write(framed(answer.get()));
      }
    } catch (IOException over) {
      LOG.debug("DNS over TCP: {}", over.toString());
    }
  }

  /** In one piece, so that it goes out in one packet. */
  private static byte[] framed(Bytes message) {
    byte[] out = new byte[2 + message.length()];
    out[0] = (byte) (message.length() >> 8);
    out[1] = (byte) message.length();
    System.arraycopy(message.unsafeArray(), 0, out, 2, message.length());
    return out;
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
    connections.shutdownNow();
  }
}
