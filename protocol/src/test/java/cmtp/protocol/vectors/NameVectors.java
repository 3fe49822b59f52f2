package cmtp.protocol.vectors;

import static cmtp.protocol.vectors.Vector.OK;

import cmtp.protocol.Bytes;
import java.util.List;

/** Account names and domains as they are received, and what they are stored as. */
final class NameVectors {
  static final String ACCOUNT = "account-name";
  static final String DOMAIN = "domain-name";

  private NameVectors() {}

  static List<Vector> accounts() {
    return List.of(
        account("account_in_capitals", "Alice.B_c-1+tag", "alice.b_c-1+tag", "yes"),
        account("account_empty", "", "", "yes"),
        account("account_decomposed", "zoe\u0308", "zoë", "yes"),
        account("account_of_64_code_points", "漢".repeat(64), "漢".repeat(64), "yes"),
        account("account_in_japanese", "かな漢カナ", "かな漢カナ", "yes"),
        account("account_in_mixed_scripts", "p\u0430ypal", "p\u0430ypal", "no"),
        noAccount("account_of_65_code_points", "a".repeat(65)),
        noAccount("account_of_256_bytes", "\ud840\udc00".repeat(64)),
        noAccount("account_with_leading_dot", ".alice"),
        noAccount("account_with_two_dots", "a..b"),
        noAccount("account_with_slash", "../etc/passwd"),
        noAccount("account_with_backslash", "a\\b"),
        noAccount("account_with_space", "a b"),
        noAccount("account_with_line_end", "a\nb"),
        noAccount("account_with_at", "alice@example.org"),
        noAccount("account_with_bidi_override", "a\u202eb"),
        noAccount("account_with_zero_width_joiner", "a\u200db"),
        noAccount("account_with_emoji", "a\ud83d\ude00"));
  }

  static List<Vector> domains() {
    return List.of(
        domain("domain_in_capitals", "Mail.EXAMPLE.org", "mail.example.org"),
        domain("domain_with_umlaut", "bücher.example", "xn--bcher-kva.example"),
        domain("domain_of_253_bytes", LONGEST, LONGEST),
        noDomain("domain_of_254_bytes", LONGEST + "d"),
        noDomain("domain_label_of_64_bytes", "a".repeat(64) + ".org"),
        noDomain("domain_with_empty_label", "example..org"),
        noDomain("domain_with_leading_dot", ".example.org"),
        noDomain("domain_with_leading_hyphen", "-a.example.org"),
        noDomain("domain_with_trailing_hyphen", "a-.example.org"),
        noDomain("domain_empty", ""),
        noDomain("domain_with_space", "exa mple.org"),
        noDomain("domain_with_slash", "example.org/x"));
  }

  private static final String LONGEST = ("a".repeat(63) + ".").repeat(3) + "d".repeat(61);

  private static Vector account(String name, String received, String stored, String oneScript) {
    return Vector.named(name, ACCOUNT, "1.4", OK)
        .comment("A name, and whether its letters come from one script.")
        .with("stored", Raw.text(stored))
        .with("one-script", oneScript)
        .input(Raw.text(received));
  }

  private static Vector noAccount(String name, String received) {
    return no(name, ACCOUNT, "1.4", Raw.text(received));
  }

  private static Vector domain(String name, String received, String stored) {
    return Vector.named(name, DOMAIN, "1.5", OK)
        .comment("A domain, and its form on the wire.")
        .with("stored", Raw.text(stored))
        .input(Raw.text(received));
  }

  private static Vector noDomain(String name, String received) {
    return no(name, DOMAIN, "1.5", Raw.text(received));
  }

  private static Vector no(String name, String kind, String clause, Bytes received) {
    return Vector.named(name, kind, clause, "refused:name")
        .comment("It names nobody: " + name.replace('_', ' ') + ".")
        .input(received);
  }
}
