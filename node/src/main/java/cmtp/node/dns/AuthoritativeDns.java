package cmtp.node.dns;

import cmtp.node.dns.DnsResponder.Transport;
import cmtp.protocol.Bytes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * A DNS server on loopback that answers for every name there is, from records given in zone-file
 * form: {@code example.test. 300 IN MX 10 mail.example.test.}; names are absolute. Records can
 * change while it runs.
 */
public final class AuthoritativeDns implements AutoCloseable {
  private static final int UDP_BYTES_MIN = 512;
  private static final int UDP_BYTES_MAX = 1232;

  private final AtomicReference<ZoneRecords> records;
  private final DnsServer server;

  private AuthoritativeDns(AtomicReference<ZoneRecords> records, DnsServer server) {
    this.records = records;
    this.server = server;
  }

  /**
   * @param port 0 for any that is free
   * @throws IllegalArgumentException if a record can't be read
   */
  public static AuthoritativeDns start(int port, List<String> lines) throws IOException {
    AtomicReference<ZoneRecords> records =
        new AtomicReference<>(ZoneRecords.NONE.with(ZoneRecords.parse(lines)));
    return new AuthoritativeDns(
        records,
        DnsServer.start(port, (query, transport) -> answer(records.get(), query, transport)));
  }

  public InetSocketAddress address() {
    return server.address();
  }

  /** Adds records to those that are there. */
  public void put(String... lines) {
    List<Record> added = ZoneRecords.parse(List.of(lines));
    records.updateAndGet(before -> before.with(added));
  }

  /**
   * Takes all records of a name and type away.
   *
   * @param type as in a zone file, {@code MX}
   */
  public void remove(String name, String type) {
    records.updateAndGet(before -> before.without(name, type));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private static Optional<Bytes> answer(ZoneRecords records, Bytes wire, Transport transport) {
    Message query;
    try {
      query = new Message(wire.toArray());
    } catch (IOException | IllegalArgumentException garbage) {
      return Optional.empty();
    }
    if (query.getHeader().getFlag(Flags.QR)) {
      return Optional.empty(); // an answer; answering those makes two servers talk for ever
    }
    int bytesMax = transport == Transport.TCP ? Message.MAXLENGTH : udpBytes(query);
    return Optional.of(Bytes.wrap(reply(records, query).toWire(bytesMax)));
  }

  /** What does not fit is marked as truncated, and asked for again over TCP. */
  private static int udpBytes(Message query) {
    int offered = query.getOPT() == null ? UDP_BYTES_MIN : query.getOPT().getPayloadSize();
    return Math.max(UDP_BYTES_MIN, Math.min(UDP_BYTES_MAX, offered));
  }

  private static Message reply(ZoneRecords records, Message query) {
    Header asked = query.getHeader();
    Message reply = new Message(asked.getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setOpcode(asked.getOpcode());
    if (asked.getFlag(Flags.RD)) {
      reply.getHeader().setFlag(Flags.RD);
    }
    if (asked.getOpcode() != Opcode.QUERY || query.getQuestion() == null) {
      reply.getHeader().setRcode(Rcode.NOTIMP);
      return reply;
    }
    reply.getHeader().setFlag(Flags.AA);
    reply.addRecord(query.getQuestion(), Section.QUESTION);
    records.fill(reply);
    return reply;
  }
}
