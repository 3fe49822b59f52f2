package cmtp.protocol.record;

import cmtp.protocol.Bytes;
import cmtp.protocol.address.AccountName;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.address.InvalidAddressException;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A user's published key: record type {@code key} with the fields domain, key, prev, seq, user
 * (SPEC 7.18). An instance is proven: its signatures have been checked. Whether it is the newest,
 * and whether it still holds, its holder must ask.
 */
public final class KeyRecord implements PublishedKey {
  public static final String TYPE = "key";

  private static final Set<String> FIELDS = Set.of("domain", "key", "prev", "seq", "user");

  private final Link link;
  private final AccountName user;

  private KeyRecord(Link link, AccountName user) {
    this.link = link;
    this.user = user;
  }

  /** Reads a record that somebody sent, and says what is wrong with it. */
  public static Reading<KeyRecord> read(Bytes bytes) {
    return SignedRecord.parse(bytes)
        .flatMap(record -> Link.of(record, TYPE, FIELDS))
        .flatMap(KeyRecord::withUser)
        .<Reading<KeyRecord>>map(
            key -> key.link.isProven() ? new Reading.Proven<>(key) : new Reading.Forged<>())
        .orElseGet(Reading.Malformed::new);
  }

  /** Empty unless this is a key record in its form, with every signature it must have. */
  public static Optional<KeyRecord> parse(Bytes bytes) {
    return read(bytes).proven();
  }

  private static Optional<KeyRecord> withUser(Link link) {
    try {
      AccountName user = new AccountName(link.record().fields().get("user"));
      return user.isServer() ? Optional.empty() : Optional.of(new KeyRecord(link, user));
    } catch (InvalidAddressException invalid) {
      return Optional.empty();
    }
  }

  /** A chain's first record: valid for ten years from {@code nowUnixMillis}. */
  public static KeyRecord first(
      SigningKey key, AccountName user, DomainName domain, long nowUnixMillis) {
    return made(Link.first(TYPE, key, fields(user, domain), nowUnixMillis));
  }

  /**
   * The record that replaces this one's key.
   *
   * @throws IllegalArgumentException if {@code current} isn't this record's key, the successor is
   *     no other one, or the chain already has 16 records
   */
  public KeyRecord next(SigningKey current, SigningKey successor, long nowUnixMillis) {
    return made(link.next(current, successor, fields(user, domain()), nowUnixMillis));
  }

  private static SortedMap<String, String> fields(AccountName user, DomainName domain) {
    return new TreeMap<>(Map.of("domain", domain.value(), "user", user.value()));
  }

  private static KeyRecord made(SignedRecord record) {
    return parse(record.bytes())
        .orElseThrow(() -> new IllegalArgumentException("not a valid key record"));
  }

  public AccountName user() {
    return user;
  }

  @Override
  public SignedRecord record() {
    return link.record();
  }

  @Override
  public DomainName domain() {
    return link.domain();
  }

  @Override
  public VerifyKey key() {
    return link.key();
  }

  @Override
  public int seq() {
    return link.seq();
  }

  @Override
  public Bytes prev() {
    return link.prev();
  }

  /** Whether this record is about that account. */
  public boolean isAbout(AccountName account, DomainName accountDomain) {
    return user.equals(account) && domain().equals(accountDomain);
  }

  @Override
  public boolean hasSubjectOf(PublishedKey other) {
    return other instanceof KeyRecord that && isAbout(that.user(), that.domain());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyRecord that && record().equals(that.record());
  }

  @Override
  public int hashCode() {
    return record().hashCode();
  }

  @Override
  public String toString() {
    return "KeyRecord(" + user + "@" + domain() + " " + seq() + ": " + key() + ")";
  }
}
