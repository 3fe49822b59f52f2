package cmtp.protocol.record;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.address.InvalidAddressException;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What every published key has, whatever it is for (SPEC 7.18): of the right form when an instance
 * exists, but not proven before {@link #isProven()} was asked.
 */
record Link(SignedRecord record, DomainName domain, VerifyKey key, int seq, Bytes prev) {
  static final Set<String> FIELDS = Set.of("domain", "key", "prev", "seq");

  private static final Duration LIFETIME = Duration.ofDays(3652);
  private static final Bytes NONE = Bytes.wrap(new byte[Hash.BYTES]);

  /** Empty unless it is of that type and has at least these fields, in their form. */
  static Optional<Link> of(SignedRecord record, String type, Set<String> fields) {
    SortedMap<String, String> values = record.fields();
    if (!record.type().equals(type) || !values.keySet().containsAll(fields)) {
      return Optional.empty();
    }
    Optional<DomainName> domain = domain(values.get("domain"));
    Optional<VerifyKey> key = VerifyKey.ofBase64(values.get("key"));
    Optional<Bytes> prev =
        Bytes.base64(values.get("prev")).filter(hash -> hash.length() == Hash.BYTES);
    OptionalLong seq = RecordParser.number(values.get("seq"));
    if (domain.isEmpty()
        || key.isEmpty()
        || prev.isEmpty()
        || seq.isEmpty()
        || seq.getAsLong() >= Limits.RECORD_CHAIN_MAX) {
      return Optional.empty();
    }
    Link link = new Link(record, domain.get(), key.get(), (int) seq.getAsLong(), prev.get());
    return link.hasForm() ? Optional.of(link) : Optional.empty();
  }

  private boolean hasForm() {
    boolean ownKey = record.by().equals(key);
    return seq == 0
        ? ownKey && prev.equals(NONE) && !record.hasSuccessorSignature()
        : !ownKey && !prev.equals(NONE) && record.hasSuccessorSignature();
  }

  boolean isProven() {
    return record.isSigned() && (seq == 0 || record.isSignedBySuccessor(key));
  }

  static SignedRecord first(
      String type, SigningKey key, SortedMap<String, String> fields, long nowUnixMillis) {
    SortedMap<String, String> all = new TreeMap<>(fields);
    all.put("key", key.publicKey().base64());
    all.put("prev", NONE.base64());
    all.put("seq", "0");
    return draft(type, all, nowUnixMillis).sign(key);
  }

  /**
   * @throws IllegalArgumentException if {@code current} isn't this link's key, or the chain is full
   */
  SignedRecord next(
      SigningKey current,
      SigningKey successor,
      SortedMap<String, String> fields,
      long nowUnixMillis) {
    if (!current.publicKey().equals(key)) {
      throw new IllegalArgumentException("only the current key can name its successor");
    }
    if (successor.publicKey().equals(key) || seq + 1 >= Limits.RECORD_CHAIN_MAX) {
      throw new IllegalArgumentException(
          "a successor is another key, and a chain has at most 16 records");
    }
    SortedMap<String, String> all = new TreeMap<>(fields);
    all.put("key", successor.publicKey().base64());
    all.put("prev", record.hash().base64());
    all.put("seq", Integer.toString(seq + 1));
    return draft(record.type(), all, nowUnixMillis).sign(current, successor);
  }

  private static SignedRecord.Draft draft(
      String type, SortedMap<String, String> fields, long nowUnixMillis) {
    return new SignedRecord.Draft(
        type, nowUnixMillis, Math.addExact(nowUnixMillis, LIFETIME.toMillis()), fields);
  }

  private static Optional<DomainName> domain(String text) {
    try {
      return Optional.of(new DomainName(text));
    } catch (InvalidAddressException invalid) {
      return Optional.empty();
    }
  }
}
