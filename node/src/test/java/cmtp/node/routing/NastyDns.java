package cmtp.node.routing;

import cmtp.node.dns.AuthoritativeDns;
import cmtp.node.dns.DnsResponder.Transport;
import cmtp.node.dns.DnsServer;
import cmtp.protocol.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;

/** A name server that answers from records, apart from the zones where it misbehaves. */
final class NastyDns implements AutoCloseable {

  /** What it does with a question below a name. */
  interface Misdeed {
    Optional<Bytes> answer(Message honest, Transport transport);
  }

  static final Misdeed SILENCE = (honest, transport) -> Optional.empty();

  static final Misdeed GARBAGE =
      (honest, transport) -> Optional.of(Bytes.concat(head(honest), Bytes.utf8("rubbish")));

  static final Misdeed WRONG_ID =
      (honest, transport) -> {
        honest.getHeader().setID(honest.getHeader().getID() ^ 1);
        return wire(honest);
      };

  /** Says over UDP that there is more, and hangs up over TCP. */
  static final Misdeed BROKEN_TCP =
      (honest, transport) -> {
        honest.getHeader().setFlag(Flags.TC);
        return transport == Transport.TCP ? Optional.empty() : wire(honest);
      };

  static Misdeed code(int code) {
    return (honest, transport) -> {
      Message error = new Message(honest.getHeader().getID());
      error.getHeader().setFlag(Flags.QR);
      error.getHeader().setRcode(code);
      error.addRecord(honest.getQuestion(), Section.QUESTION);
      return wire(error);
    };
  }

  private final AuthoritativeDns honest;
  private final DnsServer server;
  private final Map<Name, Misdeed> misdeeds = new ConcurrentHashMap<>();
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();

  private NastyDns(String... records) throws IOException {
    honest = AuthoritativeDns.start(0, List.of(records));
    server = DnsServer.start(0, this::answer);
  }

  static NastyDns start(String... records) {
    try {
      return new NastyDns(records);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  InetSocketAddress address() {
    return server.address();
  }

  void put(String... records) {
    honest.put(records);
  }

  /** From now on, for the name and all below it. */
  void misbehave(String name, Misdeed misdeed) {
    misdeeds.put(Name.fromConstantString(name), misdeed);
  }

  /** The questions so far, as {@code MX a.test}. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  private Optional<Bytes> answer(Bytes wire, Transport transport) {
    try {
      Message query = new Message(wire.toArray());
      Name name = query.getQuestion().getName();
      asked.add(new Question(name, query.getQuestion().getType()).toString());
      Message reply = honestReply(query);
      return misdeeds.entrySet().stream()
          .filter(entry -> name.subdomain(entry.getKey()))
          .findFirst()
          .map(entry -> entry.getValue().answer(reply, transport))
          .orElseGet(() -> wire(reply, transport));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private Message honestReply(Message query) throws IOException {
    SimpleResolver resolver = new SimpleResolver(honest.address());
    resolver.setTCP(true);
    resolver.setTimeout(Duration.ofSeconds(5));
    return resolver.send(query);
  }

  private static Optional<Bytes> wire(Message message, Transport transport) {
    return Optional.of(
        Bytes.wrap(message.toWire(transport == Transport.TCP ? Message.MAXLENGTH : 1232)));
  }

  static Optional<Bytes> wire(Message message) {
    return wire(message, Transport.TCP);
  }

  private static Bytes head(Message message) {
    return Bytes.wrap(message.toWire()).slice(0, 12);
  }

  @Override
  public void close() {
    try {
      server.close();
      honest.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
