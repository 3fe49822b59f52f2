package cmtp.protocol.record;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.crypto.VerifyKey;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the lines of a record, and only in their one exact form (SPEC 7.17): two byte strings that
 * say the same would have two hashes.
 */
final class RecordParser {
  private record Line(String name, String value) {}

  private static final Pattern TYPE = Pattern.compile("[a-z]{1,16}");
  private static final Pattern NAME = Pattern.compile("[a-z]{1,16}");
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");
  private static final Set<String> RESERVED = Set.of("t", "v", "by", "iat", "exp", "nsig", "sig");

  private static final int LEADING_LINES = 5;
  private static final int SIGNATURE_LINE_BYTES = "sig=".length() + 86 + 1;
  private static final int SUCCESSOR_LINE_BYTES = "nsig=".length() + 86 + 1;

  private RecordParser() {}

  static Optional<RecordFields> parse(Bytes bytes) {
    if (bytes.isEmpty() || bytes.length() > Limits.RECORD_BYTES_MAX) {
      return Optional.empty();
    }
    return text(bytes).flatMap(RecordParser::lines).flatMap(lines -> fields(bytes, lines));
  }

  /** A {@code decimal} of SPEC 1.1. */
  static OptionalLong number(String text) {
    return NUMBER.matcher(text).matches()
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  private static Optional<String> text(Bytes bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(bytes.asByteBuffer()).toString());
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }

  private static Optional<List<Line>> lines(String text) {
    if (!text.endsWith("\n")
        || text.chars().anyMatch(c -> c != '\n' && Character.isISOControl(c))) {
      return Optional.empty();
    }
    List<Line> lines = new ArrayList<>();
    for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
      int sign = line.indexOf('=');
      if (sign < 0 || !NAME.matcher(line.substring(0, sign)).matches()) {
        return Optional.empty();
      }
      lines.add(new Line(line.substring(0, sign), line.substring(sign + 1)));
    }
    return Optional.of(lines);
  }

  private static Optional<RecordFields> fields(Bytes bytes, List<Line> lines) {
    int last = lines.size() - 1;
    boolean two = last > 0 && lines.get(last - 1).name().equals("nsig");
    int end = two ? last - 1 : last;
    if (end < LEADING_LINES) {
      return Optional.empty();
    }
    Optional<String> type = value(lines, 0, "t").filter(t -> TYPE.matcher(t).matches());
    Optional<VerifyKey> by = value(lines, 2, "by").flatMap(VerifyKey::ofBase64);
    OptionalLong issued = number(value(lines, 3, "iat").orElse(""));
    OptionalLong expires = number(value(lines, 4, "exp").orElse(""));
    Optional<SortedMap<String, String>> others = others(lines.subList(LEADING_LINES, end));
    Optional<Bytes> successor = two ? signature(lines, end, "nsig") : Optional.of(Bytes.EMPTY);
    Optional<Bytes> signature = signature(lines, last, "sig");
    if (type.isEmpty()
        || value(lines, 1, "v").filter("1"::equals).isEmpty()
        || by.isEmpty()
        || issued.isEmpty()
        || expires.isEmpty()
        || expires.getAsLong() <= issued.getAsLong()
        || others.isEmpty()
        || successor.isEmpty()
        || signature.isEmpty()) {
      return Optional.empty();
    }
    int signed = bytes.length() - SIGNATURE_LINE_BYTES - (two ? SUCCESSOR_LINE_BYTES : 0);
    return Optional.of(
        new RecordFields(
            type.get(),
            by.get(),
            issued.getAsLong(),
            expires.getAsLong(),
            others.get(),
            bytes.slice(0, signed),
            successor.get(),
            signature.get()));
  }

  private static Optional<String> value(List<Line> lines, int index, String name) {
    Line line = lines.get(index);
    return line.name().equals(name) ? Optional.of(line.value()) : Optional.empty();
  }

  private static Optional<Bytes> signature(List<Line> lines, int index, String name) {
    return value(lines, index, name)
        .flatMap(Bytes::base64)
        .filter(bytes -> bytes.length() == VerifyKey.SIGNATURE_BYTES);
  }

  private static Optional<SortedMap<String, String>> others(List<Line> lines) {
    SortedMap<String, String> others = new TreeMap<>();
    for (Line line : lines) {
      boolean sorted = others.isEmpty() || others.lastKey().compareTo(line.name()) < 0;
      if (!sorted || RESERVED.contains(line.name())) {
        return Optional.empty();
      }
      others.put(line.name(), line.value());
    }
    return Optional.of(others);
  }
}
