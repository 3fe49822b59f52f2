package cmtp.node.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Reads what a message says to a question. Only records of the answer section count whose owner is
 * the name asked for, or one that an alias there leads to; whatever else a server adds is not
 * looked at.
 */
final class AnswerReader {
  /** Aliases followed for one question, in one message or over several. */
  static final int ALIASES_MAX = 8;

  /** For "there is nothing" without the SOA that says for how long (RFC 2308 2.2). */
  static final Duration TTL_WITHOUT_SOA = Duration.ofSeconds(30);

  private static final int REASON_CHARS_MAX = 200;

  /** How far a question has got. */
  sealed interface Reading {}

  /** The question is answered. */
  record Complete(Answer answer) implements Reading {}

  /** An alias leads out of the message: the same is to be asked of {@code next}. */
  record Elsewhere(Path next) implements Reading {}

  /** The aliases followed so far, and what remains of certainty and time to live. */
  record Path(Question question, int aliases, Duration ttl, boolean validated) {
    static Path from(Question question, boolean validating) {
      return new Path(question, 0, Duration.ofSeconds(Integer.MAX_VALUE), validating);
    }

    private Path at(Name name, Duration recordTtl) {
      return new Path(question.of(name), aliases + 1, shorter(recordTtl), validated);
    }

    private Path provenBy(Message message) {
      boolean authentic = message.getHeader().getFlag(Flags.AD);
      return new Path(question, aliases, ttl, validated && authentic);
    }

    private Duration shorter(Duration other) {
      return other.compareTo(ttl) < 0 ? other : ttl;
    }
  }

  private AnswerReader() {}

  static Reading read(Message message, Path asked) {
    Optional<String> failure = failure(message);
    if (failure.isPresent()) {
      return new Complete(new Answer.Failed(failure.get()));
    }
    Path path = asked.provenBy(message);
    while (true) {
      List<Record> found = records(message, path.question().name(), path.question().type());
      if (!found.isEmpty()) {
        Duration ttl = path.shorter(least(found));
        return new Complete(new Answer.Records(found, ttl, path.validated()));
      }
      List<Record> alias = records(message, path.question().name(), Type.CNAME);
      if (alias.isEmpty()) {
        return end(message, asked, path);
      }
      if (path.aliases() == ALIASES_MAX) {
        return new Complete(new Answer.Failed("more than " + ALIASES_MAX + " aliases, or a loop"));
      }
      path = path.at(((CNAMERecord) alias.get(0)).getTarget(), least(alias));
    }
  }

  private static Optional<String> failure(Message message) {
    int code = message.getRcode();
    if (!message.getHeader().getFlag(Flags.QR)) {
      return Optional.of("not an answer");
    } else if (message.getHeader().getFlag(Flags.TC)) {
      return Optional.of("truncated even over TCP");
    } else if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
      return Optional.of(Rcode.string(code) + explanation(message));
    }
    return Optional.empty();
  }

  /** The extended error (RFC 8914); our validator says there what is wrong. */
  private static String explanation(Message message) {
    if (message.getOPT() == null) {
      return "";
    }
    return message.getOPT().getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR).stream()
        .map(option -> ((ExtendedErrorCodeOption) option).getText())
        .filter(text -> text != null && !text.isBlank())
        .findFirst()
        .map(text -> " (" + printable(text) + ")")
        .orElse("");
  }

  private static String printable(String text) {
    String shortened = text.substring(0, Math.min(text.length(), REASON_CHARS_MAX));
    return shortened.replaceAll("[^ -~]", "?");
  }

  /** What it means that the message has nothing more for where the path has led. */
  private static Reading end(Message message, Path asked, Path path) {
    Optional<Duration> negativeTtl = negativeTtl(message);
    boolean nameExists = message.getRcode() == Rcode.NOERROR;
    if (nameExists && negativeTtl.isEmpty()) {
      if (path.aliases() > asked.aliases()) {
        return new Elsewhere(path);
      } else if (hasAuthority(message, Type.NS)) {
        return new Complete(new Answer.Failed("a referral instead of an answer"));
      }
    }
    Duration ttl = path.shorter(negativeTtl.orElse(TTL_WITHOUT_SOA));
    return new Complete(new Answer.Nothing(nameExists, ttl));
  }

  private static Optional<Duration> negativeTtl(Message message) {
    return message.getSection(Section.AUTHORITY).stream()
        .filter(SOARecord.class::isInstance)
        .map(SOARecord.class::cast)
        .map(soa -> Duration.ofSeconds(Math.min(soa.getTTL(), soa.getMinimum())))
        .findFirst();
  }

  private static boolean hasAuthority(Message message, int type) {
    return message.getSection(Section.AUTHORITY).stream().anyMatch(one -> one.getType() == type);
  }

  private static List<Record> records(Message message, Name owner, int type) {
    List<Record> found = new ArrayList<>();
    for (Record one : message.getSection(Section.ANSWER)) {
      if (one.getType() == type && one.getDClass() == DClass.IN && one.getName().equals(owner)) {
        found.add(one);
      }
    }
    return found;
  }

  private static Duration least(List<Record> records) {
    return Duration.ofSeconds(records.stream().mapToLong(Record::getTTL).min().orElse(0));
  }
}
