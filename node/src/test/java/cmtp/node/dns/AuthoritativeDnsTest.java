package cmtp.node.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

class AuthoritativeDnsTest {
  private AuthoritativeDns dns;

  @BeforeEach
  void start() throws IOException {
    dns =
        AuthoritativeDns.start(
            0,
            List.of(
                "a.test. 300 IN SOA ns.a.test. hostmaster.a.test. 7 60 60 60 20",
                "a.test. 300 IN NS ns.a.test.",
                "a.test. 300 IN MX 10 mx.a.test.",
                "mx.a.test. 300 IN A 192.0.2.1",
                "mx.a.test. 300 IN AAAA 2001:db8::1",
                "_cmtp._tcp.a.test. 300 IN SRV 1 2 2424 mx.a.test.",
                "_cmtp.a.test. 300 IN TXT \"v=cmtp1; k=abc\"",
                "www.a.test. 300 IN CNAME mx.a.test."));
  }

  @AfterEach
  void stop() throws IOException {
    dns.close();
  }

  @Test
  void answersEachTypeWithItsRecords() throws IOException {
    assertEquals(List.of("10 mx.a.test."), answers("a.test.", Type.MX));
    assertEquals(List.of("192.0.2.1"), answers("mx.a.test.", Type.A));
    assertEquals(List.of("2001:db8:0:0:0:0:0:1"), answers("mx.a.test.", Type.AAAA));
    assertEquals(List.of("1 2 2424 mx.a.test."), answers("_cmtp._tcp.a.test.", Type.SRV));
    assertEquals(List.of("\"v=cmtp1; k=abc\""), answers("_cmtp.a.test.", Type.TXT));
    assertEquals(List.of("ns.a.test."), answers("a.test.", Type.NS));
  }

  @Test
  void followsAliases() throws IOException {
    assertEquals(List.of("mx.a.test.", "192.0.2.1"), answers("www.a.test.", Type.A));
  }

  @Test
  void tellsAnAbsentNameFromAnAbsentType() throws IOException {
    assertEquals(Rcode.NXDOMAIN, ask("none.a.test.", Type.A).getRcode());
    assertEquals(Rcode.NOERROR, ask("a.test.", Type.TXT).getRcode());
    assertEquals(Rcode.NOERROR, ask("_tcp.a.test.", Type.SRV).getRcode(), "has names below it");
  }

  @Test
  void saysWithTheSoaOfTheZoneForHowLongThereIsNothing() throws IOException {
    SOARecord soa = (SOARecord) ask("none.a.test.", Type.A).getSection(Section.AUTHORITY).get(0);
    assertEquals(Name.fromString("a.test."), soa.getName());
    assertEquals(20, soa.getMinimum());
    soa = (SOARecord) ask("elsewhere.", Type.A).getSection(Section.AUTHORITY).get(0);
    assertEquals(Name.root, soa.getName());
  }

  @Test
  void truncatesOverUdpAndAnswersInFullOverTcp() throws IOException {
    dns.put(
        IntStream.range(0, 300)
            .mapToObj(i -> "big.a.test. 300 IN MX 10 host" + i + ".a.test.")
            .toArray(String[]::new));
    SimpleResolver udpOnly = resolver();
    udpOnly.setIgnoreTruncation(true);
    Message cut = udpOnly.send(query("big.a.test.", Type.MX));
    assertTrue(cut.getHeader().getFlag(Flags.TC));
    assertTrue(cut.numBytes() <= 1232, "too long for UDP: " + cut.numBytes());
    assertEquals(300, answers("big.a.test.", Type.MX).size());
  }

  @Test
  void changesWhileItRuns() throws IOException {
    dns.put("b.test. 60 IN A 192.0.2.9");
    assertEquals(List.of("192.0.2.9"), answers("b.test.", Type.A));
    dns.remove("b.test.", "A");
    assertEquals(Rcode.NXDOMAIN, ask("b.test.", Type.A).getRcode());
  }

  @Test
  void survivesGarbageAndDoesNotAnswerAnswers() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Message answer = query("a.test.", Type.MX);
      answer.getHeader().setFlag(Flags.QR);
      for (byte[] out : List.of(new byte[] {1, 2, 3}, answer.toWire())) {
        socket.send(new DatagramPacket(out, out.length, dns.address()));
      }
      byte[] good = query("a.test.", Type.MX).toWire();
      socket.send(new DatagramPacket(good, good.length, dns.address()));
      DatagramPacket first = new DatagramPacket(new byte[1500], 1500);
      socket.setSoTimeout(5000);
      socket.receive(first);
      assertEquals(good[0], first.getData()[0], "the first answer is the good query's");
      assertEquals(good[1], first.getData()[1], "the first answer is the good query's");
    }
  }

  @Test
  void saysThatItKnowsNothingButQueries() throws IOException {
    Message update = query("a.test.", Type.SOA);
    update.getHeader().setOpcode(Opcode.STATUS);
    assertEquals(Rcode.NOTIMP, roundTrip(update).getRcode());
  }

  @Test
  void refusesWhatIsNotARecord() {
    assertThrows(IllegalArgumentException.class, () -> dns.put("a.test. MX"));
    assertThrows(IllegalArgumentException.class, () -> dns.put("$INCLUDE /etc/passwd"));
    String[] many =
        IntStream.range(0, 10_001).mapToObj(i -> "h" + i + ". A 10.0.0.1").toArray(String[]::new);
    assertThrows(IllegalArgumentException.class, () -> dns.put(many));
  }

  private List<String> answers(String name, int type) throws IOException {
    return ask(name, type).getSection(Section.ANSWER).stream().map(Record::rdataToString).toList();
  }

  private Message ask(String name, int type) throws IOException {
    return resolver().send(query(name, type));
  }

  private Message roundTrip(Message query) throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      byte[] out = query.toWire();
      socket.send(new DatagramPacket(out, out.length, dns.address()));
      DatagramPacket in = new DatagramPacket(new byte[1500], 1500);
      socket.setSoTimeout(5000);
      socket.receive(in);
      return new Message(Arrays.copyOf(in.getData(), in.getLength()));
    }
  }

  private static Message query(String name, int type) throws IOException {
    return Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
  }

  private SimpleResolver resolver() {
    SimpleResolver resolver = new SimpleResolver(dns.address());
    resolver.setTimeout(Duration.ofSeconds(5));
    return resolver;
  }
}
