package cmtp.node.routing;

import cmtp.node.dns.DnsResponder.Transport;
import cmtp.node.dns.DnsServer;
import cmtp.protocol.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * The zone {@code test}, signed, served as a recursive server would serve it: each question has the
 * answer that was prepared for it, and anything else is an unsigned NXDOMAIN.
 */
final class SignedZone implements AutoCloseable {
  private static final Name ZONE = Name.fromConstantString("test.");
  private static final Instant FROM = Instant.parse("2026-02-01T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2026-04-01T00:00:00Z");
  private static final String SOA = "test. 300 IN SOA ns.test. x.test. 1 60 60 60 100";

  private record Prepared(List<Record> answer, List<Record> authority) {}

  private final KeyPair keys;
  private final DNSKEYRecord dnskey;
  private final Map<Question, Prepared> answers = new ConcurrentHashMap<>();
  private final DnsServer server;

  SignedZone() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      keys = generator.generateKeyPair();
      dnskey =
          new DNSKEYRecord(
              ZONE,
              DClass.IN,
              300,
              DNSKEYRecord.Flags.ZONE_KEY | DNSKEYRecord.Flags.SEP_KEY,
              DNSKEYRecord.Protocol.DNSSEC,
              DNSSEC.Algorithm.ECDSAP256SHA256,
              keys.getPublic());
      server = DnsServer.start(0, this::answer);
    } catch (GeneralSecurityException | DNSSEC.DNSSECException failed) {
      throw new IllegalStateException(failed);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    put(ZONE, Type.DNSKEY, signed(List.of(dnskey)), List.of());
  }

  InetSocketAddress address() {
    return server.address();
  }

  /** A line for a file of trust anchors. */
  String anchor() {
    return dnskey.toString();
  }

  /** All of one name and type. */
  void putSigned(String... lines) {
    List<Record> records = records(lines);
    put(records.get(0).getName(), records.get(0).getType(), signed(records), List.of());
  }

  /** The same without signatures. */
  void putUnsigned(String... lines) {
    List<Record> records = records(lines);
    put(records.get(0).getName(), records.get(0).getType(), records, List.of());
  }

  /** The first line, under the signature of the second. */
  void putTampered(String claimed, String signed) {
    List<Record> tampered = new ArrayList<>(signed(records(signed)));
    tampered.set(0, records(claimed).get(0));
    put(tampered.get(0).getName(), tampered.get(0).getType(), tampered, List.of());
  }

  /** Proves that the name is delegated and not signed. */
  void delegateUnsigned(String name) {
    Name child = Name.fromConstantString(name);
    NSECRecord nsec =
        new NSECRecord(child, DClass.IN, 100, ZONE, new int[] {Type.NS, Type.RRSIG, Type.NSEC});
    List<Record> proof = new ArrayList<>(signed(records(SOA)));
    proof.addAll(signed(List.of(nsec)));
    put(child, Type.DS, List.of(), proof);
  }

  private void put(Name name, int type, List<Record> answer, List<Record> authority) {
    answers.put(new Question(name, type), new Prepared(answer, authority));
  }

  private List<Record> signed(List<Record> records) {
    try {
      RRset set = new RRset();
      records.forEach(set::addRR);
      List<Record> all = new ArrayList<>(records);
      all.add(DNSSEC.sign(set, dnskey, keys.getPrivate(), FROM, UNTIL));
      return all;
    } catch (DNSSEC.DNSSECException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static List<Record> records(String... lines) {
    Bytes text = Bytes.utf8(String.join("\n", lines) + "\n");
    try (Master zone = new Master(new ByteArrayInputStream(text.toArray()), Name.root, 300)) {
      List<Record> records = new ArrayList<>();
      for (Record next = zone.nextRecord(); next != null; next = zone.nextRecord()) {
        records.add(next);
      }
      return records;
    } catch (IOException wrong) {
      throw new IllegalArgumentException(wrong);
    }
  }

  private Optional<Bytes> answer(Bytes wire, Transport transport) {
    try {
      Message query = new Message(wire.toArray());
      Record asked = query.getQuestion();
      Message reply = new Message(query.getHeader().getID());
      reply.getHeader().setFlag(Flags.QR);
      reply.getHeader().setFlag(Flags.RA);
      reply.getHeader().setFlag(Flags.AD); // a server's own word must not count
      reply.addRecord(asked, Section.QUESTION);
      Prepared prepared = answers.get(new Question(asked.getName(), asked.getType()));
      if (prepared == null) {
        reply.getHeader().setRcode(Rcode.NXDOMAIN);
        records(SOA).forEach(record -> reply.addRecord(record, Section.AUTHORITY));
      } else {
        prepared.answer().forEach(record -> reply.addRecord(record, Section.ANSWER));
        prepared.authority().forEach(record -> reply.addRecord(record, Section.AUTHORITY));
      }
      return NastyDns.wire(reply);
    } catch (IOException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
