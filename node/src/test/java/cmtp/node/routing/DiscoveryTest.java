package cmtp.node.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.address.DomainName;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class DiscoveryTest {
  private static final DomainName DOMAIN = new DomainName("a.test");
  private static final Duration TTL = Duration.ofHours(1);
  private static final Answer NONE = new Answer.Nothing(true, TTL);
  private static final Question SRV = question("_cmtp._tcp.a.test.", Type.SRV);
  private static final Question TXT = question("_cmtp.a.test.", Type.TXT);
  private static final Question MX = question("a.test.", Type.MX);

  private final TargetPolicy policy = new TargetPolicy(false, Set.of(), address -> false);
  private final Discovery discovery = new Discovery(DOMAIN, false, policy, 1);
  private final Map<Question, Answer> known = new HashMap<>();

  @Test
  void asksForOneStepAfterTheOther() {
    assertEquals(List.of(SRV), asks(discovery));
    known.put(SRV, NONE);
    assertEquals(List.of(MX), asks(discovery));
    known.put(MX, NONE);
    assertEquals(
        List.of(question("a.test.", Type.AAAA), question("a.test.", Type.A)), asks(discovery));
  }

  @Test
  void asksNoMoreThanEightQuestionsAtOnce() {
    known.put(SRV, NONE);
    known.put(MX, mx(500));
    int asked = 0;
    while (discovery.next(known) instanceof Discovery.Ask ask) {
      assertTrue(ask.questions().size() <= 8, "asked " + ask.questions());
      asked += ask.questions().size();
      ask.questions().forEach(question -> known.put(question, NONE));
    }
    assertEquals(40, asked);
  }

  @Test
  void tellsNothingWhenTimeIsOverAtOnce() {
    assertEquals(
        new Verdict.Unknown("SRV _cmtp._tcp.a.test: no answer in time"),
        discovery.conclude(known).verdict());
  }

  @Test
  void takesWhatIsThereWhenTimeIsOverButNotForLong() {
    known.put(SRV, NONE);
    known.put(MX, mx(3));
    known.put(question("m1.test.", Type.A), address());
    Discovery.Decided late = discovery.conclude(known);
    Verdict.Here here = assertInstanceOf(Verdict.Here.class, late.verdict());
    assertEquals(List.of("m1.test"), here.exchanges().stream().map(Exchange::hostName).toList());
    assertEquals(Duration.ofMinutes(1), late.ttl());
  }

  @Test
  void doesNotDoWithoutTheAnswerAboutTheKey() {
    Discovery strict = new Discovery(DOMAIN, true, policy, 1);
    assertEquals(List.of(SRV, TXT), asks(strict));
    known.put(SRV, NONE);
    known.put(MX, NONE);
    known.put(question("a.test.", Type.A), address());
    assertEquals(
        new Verdict.Unknown("TXT _cmtp.a.test: no answer in time"),
        strict.conclude(known).verdict());
    known.put(TXT, NONE);
    assertInstanceOf(Verdict.Here.class, strict.conclude(known).verdict());
  }

  private List<Question> asks(Discovery asking) {
    return assertInstanceOf(Discovery.Ask.class, asking.next(known)).questions();
  }

  private static Answer mx(int count) {
    List<Record> records =
        IntStream.range(0, count)
            .mapToObj(i -> Name.fromConstantString("m" + i + ".test."))
            .<Record>map(host -> new MXRecord(MX.name(), DClass.IN, 3600, 10, host))
            .toList();
    return new Answer.Records(records, TTL, false);
  }

  private static Answer address() {
    try {
      InetAddress ip = InetAddress.getByName("9.9.9.9");
      Record record = new ARecord(Name.fromConstantString("x.test."), DClass.IN, 3600, ip);
      return new Answer.Records(List.of(record), TTL, false);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Question question(String name, int type) {
    return new Question(Name.fromConstantString(name), type);
  }
}
