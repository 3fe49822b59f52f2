package cmtp.simulations.resilience.ledger;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;
import java.util.Optional;

/**
 * An entry as a line of text: kind, time, then its fields, a space between them. The last field of
 * some is text for people and may hold spaces.
 */
final class LedgerLine {
  private static final String PERMANENT = "permanent";
  private static final String TRANSIENT = "transient";
  private static final int FIELDS_MAX = 6;

  private LedgerLine() {}

  static String write(LedgerEntry entry) {
    if (entry instanceof LedgerEntry.Opened opened) {
      return line("opened", opened.atNanos(), opened.address());
    }
    if (entry instanceof LedgerEntry.Tried tried) {
      return line(
          "tried", tried.atNanos(), tried.mid(), tried.from(), tried.to(), tried.body().hex());
    }
    if (entry instanceof LedgerEntry.Acknowledged acknowledged) {
      return line("acknowledged", acknowledged.atNanos(), acknowledged.mid());
    }
    if (entry instanceof LedgerEntry.Refused refused) {
      String weight = refused.permanent() ? PERMANENT : TRANSIENT;
      return line("refused", refused.atNanos(), refused.mid(), weight, text(refused.reason()));
    }
    if (entry instanceof LedgerEntry.FaultBegan began) {
      return line("began", began.atNanos(), began.number(), began.domain(), text(began.what()));
    }
    if (entry instanceof LedgerEntry.Whole whole) {
      return line("whole", whole.atNanos(), whole.number());
    }
    LedgerEntry.FaultEnded ended = (LedgerEntry.FaultEnded) entry;
    return line("ended", ended.atNanos(), ended.number());
  }

  private static String line(String kind, long atNanos, Object... fields) {
    StringBuilder line = new StringBuilder(kind).append(' ').append(atNanos);
    for (Object field : fields) {
      line.append(' ').append(field);
    }
    return line.toString();
  }

  private static String text(String any) {
    return any.replaceAll("[\\x00-\\x1f]+", " ");
  }

  /** Empty for what is no line of ours. */
  static Optional<LedgerEntry> read(String line) {
    try {
      return Optional.ofNullable(parse(line.split(" ", FIELDS_MAX), line));
    } catch (IllegalArgumentException | IndexOutOfBoundsException broken) {
      return Optional.empty();
    }
  }

  private static LedgerEntry parse(String[] field, String line) {
    long at = Long.parseLong(field[1]);
    return switch (field[0]) {
      case "opened" -> new LedgerEntry.Opened(at, Address.parse(field[2]));
      case "tried" ->
          new LedgerEntry.Tried(
              at,
              mid(field[2]),
              Address.parse(field[3]),
              Address.parse(field[4]),
              Bytes.hex(field[5]));
      case "acknowledged" -> new LedgerEntry.Acknowledged(at, mid(field[2]));
      case "refused" ->
          new LedgerEntry.Refused(at, mid(field[2]), isPermanent(field[3]), rest(line, 4));
      case "began" ->
          new LedgerEntry.FaultBegan(at, Integer.parseInt(field[2]), field[3], rest(line, 4));
      case "whole" -> new LedgerEntry.Whole(at, Integer.parseInt(field[2]));
      case "ended" -> new LedgerEntry.FaultEnded(at, Integer.parseInt(field[2]));
      default -> null;
    };
  }

  private static MessageId mid(String text) {
    return MessageId.parse(text).orElseThrow(IllegalArgumentException::new);
  }

  private static boolean isPermanent(String weight) {
    if (!weight.equals(PERMANENT) && !weight.equals(TRANSIENT)) {
      throw new IllegalArgumentException(weight);
    }
    return weight.equals(PERMANENT);
  }

  private static String rest(String line, int fields) {
    return line.split(" ", fields + 1)[fields];
  }
}
