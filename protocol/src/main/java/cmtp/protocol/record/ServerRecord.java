package cmtp.protocol.record;

import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A server's published key: record type {@code srv} with the fields domain, key, prev, seq (SPEC
 * 7.19). An instance is proven: its signatures have been checked. A peer that pinned an older key
 * of its {@link RecordChain} may accept it.
 */
public final class ServerRecord implements PublishedKey {
  public static final String TYPE = "srv";

  private final Link link;

  private ServerRecord(Link link) {
    this.link = link;
  }

  /** Reads a record that somebody sent, and says what is wrong with it. */
  public static Reading<ServerRecord> read(Bytes bytes) {
    return SignedRecord.parse(bytes)
        .flatMap(record -> Link.of(record, TYPE, Link.FIELDS))
        .<Reading<ServerRecord>>map(
            link ->
                link.isProven()
                    ? new Reading.Proven<>(new ServerRecord(link))
                    : new Reading.Forged<>())
        .orElseGet(Reading.Malformed::new);
  }

  /** Empty unless this is a server record in its form, with every signature it must have. */
  public static Optional<ServerRecord> parse(Bytes bytes) {
    return read(bytes).proven();
  }

  /** A chain's first record: valid for ten years from {@code nowUnixMillis}. */
  public static ServerRecord first(SigningKey key, DomainName domain, long nowUnixMillis) {
    return made(Link.first(TYPE, key, fields(domain), nowUnixMillis));
  }

  /**
   * The record that replaces this one's key.
   *
   * @throws IllegalArgumentException if {@code current} isn't this record's key, the successor is
   *     no other one, or the chain already has 16 records
   */
  public ServerRecord next(SigningKey current, SigningKey successor, long nowUnixMillis) {
    return made(link.next(current, successor, fields(domain()), nowUnixMillis));
  }

  private static SortedMap<String, String> fields(DomainName domain) {
    return new TreeMap<>(Map.of("domain", domain.value()));
  }

  private static ServerRecord made(SignedRecord record) {
    return parse(record.bytes())
        .orElseThrow(() -> new IllegalArgumentException("not a valid srv record"));
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

  @Override
  public boolean hasSubjectOf(PublishedKey other) {
    return other instanceof ServerRecord that && domain().equals(that.domain());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ServerRecord that && record().equals(that.record());
  }

  @Override
  public int hashCode() {
    return record().hashCode();
  }

  @Override
  public String toString() {
    return "ServerRecord(" + domain() + " " + seq() + ": " + key() + ")";
  }
}
