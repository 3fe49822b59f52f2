package cmtp.protocol.record;

import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.VerifyKey;

/**
 * A proven record that publishes a key, and that the next one may replace (SPEC 7.18, 7.19). The
 * first one, {@code seq} 0, is signed by the key that it publishes; a later one by the key that it
 * replaces and by the new one, and names its predecessor's hash.
 */
public sealed interface PublishedKey permits KeyRecord, ServerRecord {
  SignedRecord record();

  DomainName domain();

  /** The key that is published. */
  VerifyKey key();

  /** Its place in the chain, 0..15. */
  int seq();

  /** H of the record before, or 32 zero bytes. */
  Bytes prev();

  /** Whether both are about the same account, or the same server. */
  boolean hasSubjectOf(PublishedKey other);

  /** The record exactly as it came. */
  default Bytes bytes() {
    return record().bytes();
  }

  /** Whether the chain begins with it. */
  default boolean isFirst() {
    return seq() == 0;
  }

  /** Whether it takes the place of {@code current}: next in line, by the holder of its key. */
  default boolean replaces(PublishedKey current) {
    return hasSubjectOf(current)
        && seq() == current.seq() + 1
        && prev().equals(current.record().hash())
        && record().by().equals(current.key());
  }
}
