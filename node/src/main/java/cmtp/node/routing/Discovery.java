package cmtp.node.routing;

import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.VerifyKey;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/**
 * Decides where a domain's node is (SPEC 2.10): from the answers known so far, what to ask next, or
 * what follows from them.
 *
 * <pre>
 *   SRV (and TXT)  -- failed -> unknown
 *      | none      -- some   -> the hosts' addresses
 *   MX             -- failed -> unknown, no such name or a null MX -> nowhere
 *      | none      -- some   -> the hosts' addresses
 *   the domain's own addresses
 * </pre>
 *
 * <p>A step that failed is never skipped: who can suppress an answer could otherwise choose which
 * of a domain's hosts gets its mail, or keep its key from us.
 */
final class Discovery {
  static final int HOSTS_MAX = 20;

  /** Questions under way at once for one domain. */
  static final int QUESTIONS_MAX = 8;

  /** A result in spite of failures is not remembered for longer. */
  static final Duration TTL_WITH_FAILURES = Duration.ofMinutes(1);

  private static final int CMTP_PORT = 25;
  private static final int SHOWN_MAX = 3;

  /** What is to be done next. */
  sealed interface Step {}

  /** Ask these and come back with all that is known. */
  record Ask(List<Question> questions) implements Step {}

  /** There is no more to ask. */
  record Decided(Verdict verdict, Duration ttl) implements Step {}

  private final DomainName domain;
  private final TargetPolicy policy;
  private final long seed;
  private final Optional<Question> services;
  private final Optional<Question> keys;
  private final Question mailExchanges;

  /**
   * @param wantsKey whether a validated TXT record can be had
   * @param seed decides which hosts are taken where there are too many
   */
  Discovery(DomainName domain, boolean wantsKey, TargetPolicy policy, long seed) {
    this.domain = domain;
    this.policy = policy;
    this.seed = seed;
    this.services = Question.below("_cmtp._tcp.", domain, Type.SRV);
    this.keys = wantsKey ? Question.below("_cmtp.", domain, Type.TXT) : Optional.empty();
    this.mailExchanges = Question.at(domain, Type.MX);
  }

  /** The next step while there is time. */
  Step next(Map<Question, Answer> known) {
    return next(new Answers(known, false));
  }

  /** What is to be said now, although not everything is known. */
  Decided conclude(Map<Question, Answer> known) {
    return (Decided) next(new Answers(known, true));
  }

  private Step next(Answers answers) {
    List<Question> first = Stream.concat(services.stream(), keys.stream()).toList();
    List<Question> missing = answers.missing(first);
    if (!missing.isEmpty()) {
      return new Ask(missing);
    }
    for (Question question : first) {
      if (answers.to(question) instanceof Answer.Failed failed) {
        return unknown(answers, question, failed);
      }
    }
    return services.isPresent() && answers.to(services.get()) instanceof Answer.Records found
        ? services(answers, found)
        : mailExchanges(answers);
  }

  private Step services(Answers answers, Answer.Records found) {
    List<Exchange> exchanges =
        found.records().stream()
            .map(SRVRecord.class::cast)
            .filter(one -> !one.getTarget().equals(Name.root) && one.getPort() != 0)
            .map(Discovery::exchange)
            .toList();
    return exchanges.isEmpty()
        ? nowhere(answers, domain + " says that it has no CMTP service (SRV)")
        : hosts(answers, exchanges);
  }

  private Step mailExchanges(Answers answers) {
    if (!answers.missing(List.of(mailExchanges)).isEmpty()) {
      return new Ask(List.of(mailExchanges));
    }
    Answer answer = answers.to(mailExchanges);
    if (answer instanceof Answer.Failed failed) {
      return unknown(answers, mailExchanges, failed);
    } else if (answer instanceof Answer.Nothing nothing) {
      return nothing.nameExists()
          ? hosts(answers, List.of(new Exchange(0, 0, mailExchanges.name(), CMTP_PORT)))
          : nowhere(answers, "there is no domain " + domain);
    }
    List<Exchange> exchanges =
        ((Answer.Records) answer)
            .records().stream()
                .map(MXRecord.class::cast)
                .filter(one -> !one.getTarget().equals(Name.root))
                .map(one -> new Exchange(one.getPriority(), 0, one.getTarget(), CMTP_PORT))
                .toList();
    return exchanges.isEmpty()
        ? nowhere(answers, domain + " says that it takes no mail (null MX)")
        : hosts(answers, exchanges);
  }

  private static Exchange exchange(SRVRecord named) {
    return new Exchange(named.getPriority(), named.getWeight(), named.getTarget(), named.getPort());
  }

  private Step hosts(Answers answers, List<Exchange> named) {
    List<Exchange> hosts =
        TargetOrder.exchanges(named, new SplittableRandom(seed)).stream().limit(HOSTS_MAX).toList();
    List<Question> missing =
        answers.missing(hosts.stream().flatMap(host -> questions(host).stream()).toList());
    return missing.isEmpty()
        ? decide(answers, hosts)
        : new Ask(missing.stream().limit(QUESTIONS_MAX).toList());
  }

  private static List<Question> questions(Exchange host) {
    return List.of(new Question(host.host(), Type.AAAA), new Question(host.host(), Type.A));
  }

  private Decided decide(Answers answers, List<Exchange> hosts) {
    List<Exchange> usable = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (Exchange host : hosts) {
      List<InetAddress> allowed = new ArrayList<>();
      for (InetAddress address : addresses(host, answers)) {
        policy
            .refusal(address, host.port())
            .ifPresentOrElse(
                why -> refused.add(address.getHostAddress() + " (" + why + ")"),
                () -> allowed.add(address));
      }
      if (!allowed.isEmpty()) {
        usable.add(host.with(allowed));
      }
    }
    return usable.isEmpty()
        ? withoutAddress(answers, hosts, refused)
        : decided(answers, new Verdict.Here(usable, key(answers)));
  }

  private static List<InetAddress> addresses(Exchange host, Answers answers) {
    List<InetAddress> addresses = new ArrayList<>();
    for (Question question : questions(host)) {
      for (Record one : answers.records(question)) {
        addresses.add(
            one instanceof ARecord four ? four.getAddress() : ((AAAARecord) one).getAddress());
      }
    }
    return addresses;
  }

  private Decided withoutAddress(Answers answers, List<Exchange> hosts, List<String> refused) {
    for (Exchange host : hosts) {
      for (Question question : questions(host)) {
        if (answers.to(question) instanceof Answer.Failed failed) {
          return unknown(answers, question, failed);
        }
      }
    }
    if (!refused.isEmpty()) {
      return nowhere(answers, domain + " may not be at " + some(refused));
    }
    boolean named = !hosts.get(0).host().equals(mailExchanges.name());
    return nowhere(
        answers,
        named
            ? "no address of " + some(hosts.stream().map(Exchange::hostName).toList())
            : domain + " has neither SRV nor MX records nor an address");
  }

  private static String some(List<String> all) {
    String first = String.join(", ", all.subList(0, Math.min(SHOWN_MAX, all.size())));
    return all.size() > SHOWN_MAX ? first + " and others" : first;
  }

  private Optional<VerifyKey> key(Answers answers) {
    return keys.map(answers::to)
        .filter(Answer.Records.class::isInstance)
        .map(Answer.Records.class::cast)
        .filter(Answer.Records::validated)
        .flatMap(found -> KeyRecord.key(found.records()));
  }

  private static Decided unknown(Answers answers, Question question, Answer.Failed failed) {
    return decided(answers, new Verdict.Unknown(question + ": " + failed.reason()));
  }

  private static Decided nowhere(Answers answers, String reason) {
    return decided(answers, new Verdict.Nowhere(reason));
  }

  private static Decided decided(Answers answers, Verdict verdict) {
    Duration ttl = answers.leastTtl();
    boolean shortened = answers.hasFailures() && ttl.compareTo(TTL_WITH_FAILURES) > 0;
    return new Decided(verdict, shortened ? TTL_WITH_FAILURES : ttl);
  }
}
