package cmtp.node.delivery;

import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;

/**
 * A set of domains, told in few bytes: the sorted hashes of their names, 4 bytes each. It may
 * contain a domain that is none of them, once in 100,000 times; beyond {@value #DOMAINS_MAX} it
 * lacks some. Both do no harm: it says when looking closer is worth it.
 */
final class DomainDigest {
  static final int DOMAINS_MAX = 32_768;

  private final int[] hashes;

  private DomainDigest(int[] hashes) {
    this.hashes = hashes;
  }

  /** The same bytes for the same domains. */
  static Bytes encode(Collection<DomainName> domains) {
    int[] hashes = domains.stream().mapToInt(DomainDigest::hash).sorted().distinct().toArray();
    int count = Math.min(hashes.length, DOMAINS_MAX);
    ByteBuffer out = ByteBuffer.allocate(Integer.BYTES * count);
    out.asIntBuffer().put(hashes, 0, count);
    return Bytes.wrap(out.array());
  }

  /** Whatever the bytes are; a rest of less than 4 is passed over. */
  static DomainDigest of(Bytes bytes) {
    int[] hashes = new int[Math.min(bytes.length() / Integer.BYTES, DOMAINS_MAX)];
    bytes.asByteBuffer().asIntBuffer().get(hashes);
    Arrays.sort(hashes);
    return new DomainDigest(hashes);
  }

  boolean mayContain(DomainName domain) {
    return Arrays.binarySearch(hashes, hash(domain)) >= 0;
  }

  /** The same in every process: what a string's hash is stands in the language's library. */
  private static int hash(DomainName domain) {
    return domain.value().hashCode();
  }
}
