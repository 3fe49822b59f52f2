package cmtp.protocol.address;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;

/**
 * The local part of an address (SPEC 1.4): UTF-8 in NFC, lower case, at most 64 code points and 255
 * bytes of letters, digits, {@code . _ - +}; no leading dot, no two dots in a row. The empty name
 * is the server itself.
 */
public record AccountName(String value) {
  public static final AccountName SERVER = new AccountName("");
  public static final AccountName POSTMASTER = new AccountName("postmaster");

  private static final int CODE_POINTS_MAX = 64;
  private static final int BYTES_MAX = 255;

  public AccountName {
    String wrong = whatIsWrong(value);
    if (wrong != null) {
      throw new InvalidAddressException(wrong);
    }
  }

  /**
   * Brings a name into its stored form (NFC, lower case).
   *
   * @throws InvalidAddressException if the result is not a valid name; its message is for people
   */
  public static AccountName parse(String text) {
    return new AccountName(
        isPlain(text)
            ? text
            : Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT));
  }

  public boolean isServer() {
    return value.isEmpty();
  }

  /**
   * Whether the letters come from one script, digits and signs aside: a name for which this is
   * false may look like another one and is refused at creation.
   */
  public boolean isSingleScript() {
    return value
            .codePoints()
            .filter(Character::isLetter)
            .mapToObj(Character.UnicodeScript::of)
            .filter(
                s -> s != Character.UnicodeScript.COMMON && s != Character.UnicodeScript.INHERITED)
            .map(AccountName::family)
            .distinct()
            .count()
        <= 1;
  }

  /** Japanese and Korean are each written in several scripts at once (UTS 39, 5.2). */
  private static Character.UnicodeScript family(Character.UnicodeScript script) {
    return switch (script) {
      case HIRAGANA, KATAKANA, HANGUL, BOPOMOFO -> Character.UnicodeScript.HAN;
      default -> script;
    };
  }

  private static String whatIsWrong(String name) {
    if (name.codePointCount(0, name.length()) > CODE_POINTS_MAX) {
      return "an account name has at most 64 characters";
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
      return "an account name has at most 255 bytes";
    }
    if (name.startsWith(".") || name.contains("..")) {
      return "an account name does not start with a dot or have two in a row";
    }
    if (isPlain(name)) {
      return null;
    }
    if (!name.codePoints().allMatch(AccountName::isAllowed)) {
      return "an account name consists of letters, digits and . _ - +";
    }
    if (!Normalizer.isNormalized(name, Normalizer.Form.NFC)
        || !name.toLowerCase(Locale.ROOT).equals(name)) {
      return "an account name is in lower case and Unicode normal form C";
    }
    return null;
  }

  /** Most names are: the rules that are left hold for them, without looking further. */
  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || "._-+".indexOf(c) >= 0;
      if (!plain) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAllowed(int c) {
    return switch (Character.getType(c)) {
      case Character.LOWERCASE_LETTER,
          Character.OTHER_LETTER,
          Character.MODIFIER_LETTER,
          Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.DECIMAL_DIGIT_NUMBER ->
          true;
      default -> c == '.' || c == '_' || c == '-' || c == '+';
    };
  }

  @Override
  public String toString() {
    return value;
  }
}
