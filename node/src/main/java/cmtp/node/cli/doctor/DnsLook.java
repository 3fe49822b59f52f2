package cmtp.node.cli.doctor;

import cmtp.node.cli.doctor.DnsFacts.Answer;
import cmtp.node.cli.doctor.DnsFacts.Mx;
import cmtp.node.cli.doctor.DnsFacts.Srv;
import cmtp.node.cli.doctor.DnsFacts.Target;
import cmtp.protocol.address.DomainName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Asks DNS all that there is to ask about a domain, one question after the other. */
final class DnsLook {
  private static final int HOSTS_MAX = 8;
  private static final Duration QUESTION = Duration.ofSeconds(3);

  private final List<InetSocketAddress> servers;
  private final Clock clock;
  private final long untilMillis;

  /**
   * @param servers to ask in order; empty: the system's
   * @param budget for all questions
   */
  DnsLook(List<InetSocketAddress> servers, Duration budget, Clock clock) {
    this.servers = servers.isEmpty() ? ResolverConfig.getCurrentConfig().servers() : servers;
    this.clock = clock;
    this.untilMillis = clock.millis() + budget.toMillis();
  }

  DnsFacts look(DomainName domain) {
    String name = domain.value();
    Answer<Srv> srv = ask("_cmtp._tcp." + name, Type.SRV, DnsLook::srv);
    Answer<Mx> mx = ask(name, Type.MX, DnsLook::mx);
    Answer<InetAddress> addresses = addresses(name);
    Map<String, Answer<InetAddress>> hosts = new HashMap<>();
    for (Target target : DnsFacts.targets(name, srv, mx, addresses)) {
      if (hosts.size() < HOSTS_MAX) {
        hosts.computeIfAbsent(target.host(), this::addresses);
      }
    }
    Answer<String> txt = ask("_cmtp." + name, Type.TXT, DnsLook::txt);
    return new DnsFacts(srv, mx, addresses, txt, hosts);
  }

  private Answer<InetAddress> addresses(String host) {
    Answer<InetAddress> v4 = ask(host, Type.A, record -> ((ARecord) record).getAddress());
    Answer<InetAddress> v6 = ask(host, Type.AAAA, record -> ((AAAARecord) record).getAddress());
    if (!v4.isFound() && !v6.isFound()) {
      return v4;
    }
    List<InetAddress> both = new ArrayList<>(v4.values());
    both.addAll(v6.values());
    return Answer.found(both);
  }

  private <T> Answer<T> ask(String name, int type, Function<Record, T> read) {
    Message question;
    try {
      Name absolute = Name.fromString(name, Name.root);
      question = Message.newQuery(Record.newRecord(absolute, type, DClass.IN));
    } catch (TextParseException tooLong) {
      return Answer.noSuchName();
    }
    Answer<T> answer = Answer.failed("no name server is known");
    for (InetSocketAddress server : servers) {
      answer = ask(server, question, type, read);
      if (!answer.isFailed()) {
        return answer;
      }
    }
    return answer;
  }

  private <T> Answer<T> ask(
      InetSocketAddress server, Message question, int type, Function<Record, T> read) {
    long left = untilMillis - clock.millis();
    if (left <= 0) {
      return Answer.failed("the time for all questions is over (cmtp.dns.budget)");
    }
    Resolver resolver = new SimpleResolver(server);
    resolver.setTimeout(Duration.ofMillis(Math.min(left, QUESTION.toMillis())));
    try {
      Message reply = resolver.send(question);
      return switch (reply.getRcode()) {
        case Rcode.NOERROR -> Answer.found(values(reply, type, read));
        case Rcode.NXDOMAIN -> Answer.noSuchName();
        default -> Answer.failed(Rcode.string(reply.getRcode()) + " from " + server);
      };
    } catch (IOException silent) {
      return Answer.failed("no answer from " + server);
    }
  }

  private static <T> List<T> values(Message reply, int type, Function<Record, T> read) {
    return reply.getSection(Section.ANSWER).stream()
        .filter(record -> record.getType() == type)
        .map(read)
        .toList();
  }

  private static Srv srv(Record record) {
    SRVRecord srv = (SRVRecord) record;
    return new Srv(srv.getPriority(), srv.getWeight(), srv.getPort(), host(srv.getTarget()));
  }

  private static Mx mx(Record record) {
    MXRecord mx = (MXRecord) record;
    return new Mx(mx.getPriority(), host(mx.getTarget()));
  }

  private static String host(Name name) {
    return name.toString(true).equals(".")
        ? ""
        : name.toString(true).toLowerCase(java.util.Locale.ROOT);
  }

  private static String txt(Record record) {
    return String.join("", ((TXTRecord) record).getStrings());
  }
}
