package cmtp.node.peer;

import cmtp.persistence.queue.PeerKnowledge;
import cmtp.persistence.queue.PinOrigin;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.record.RecordChain;
import cmtp.protocol.record.ServerRecord;
import java.util.List;
import java.util.Optional;

/** Whether a server key is that of a domain's node (SPEC 2.10). */
final class PinJudge {
  sealed interface Verdict {}

  /** It is. */
  record Trusted(PinOrigin origin) implements Verdict {}

  /** Only a statement by a key that is trusted already could show that it is. */
  enum NeedsStatement implements Verdict {
    INSTANCE
  }

  /**
   * It is not, as far as can be told.
   *
   * @param disputed whether it is only the pinned one that says so: then the operator has to decide
   */
  record Distrusted(boolean disputed, String reason) implements Verdict {}

  private final DomainName domain;
  private final PeerKnowledge known;
  private final Optional<VerifyKey> authentic;
  private final VerifyKey claimed;

  /**
   * @param authentic what a DNSSEC-validated TXT record names
   * @param claimed what a server has shown, with its own signature
   */
  PinJudge(
      DomainName domain, PeerKnowledge known, Optional<VerifyKey> authentic, VerifyKey claimed) {
    this.domain = domain;
    this.known = known;
    this.authentic = authentic;
    this.claimed = claimed;
  }

  Verdict judge() {
    if (authentic.filter(claimed::equals).isPresent()) {
      return new Trusted(PinOrigin.DNSSEC);
    }
    if (isPinned() && isPinCredible()) {
      return new Trusted(known.origin());
    }
    if (!known.isPinned() && authentic.isEmpty()) {
      return new Trusted(PinOrigin.FIRST_SEEN);
    }
    return NeedsStatement.INSTANCE;
  }

  private boolean isPinned() {
    return known.key().equals(claimed.bytes());
  }

  /** What was only seen first may have been an impostor's, if DNS names another key. */
  private boolean isPinCredible() {
    return authentic.isEmpty() || known.origin() != PinOrigin.FIRST_SEEN;
  }

  /**
   * The same when the server has told its domain's statements.
   *
   * @param newestFirst {@code srv} records as they came
   */
  Verdict judge(List<Bytes> newestFirst, long nowMs) {
    return RecordChain.ofServers(newestFirst)
        .filter(chain -> isAboutClaimed(chain, nowMs) && passesThroughTrusted(chain))
        .<Verdict>map(chain -> new Trusted(PinOrigin.FOLLOWED))
        .orElseGet(this::distrusted);
  }

  private boolean isAboutClaimed(RecordChain<ServerRecord> chain, long nowMs) {
    ServerRecord newest = chain.newest();
    return newest.domain().equals(domain)
        && newest.key().equals(claimed)
        && newest.record().isValidAt(nowMs);
  }

  private boolean passesThroughTrusted(RecordChain<ServerRecord> chain) {
    Optional<VerifyKey> pinned = isPinCredible() ? VerifyKey.of(known.key()) : Optional.empty();
    return pinned.filter(chain::passesThrough).isPresent()
        || authentic.filter(chain::passesThrough).isPresent();
  }

  private Verdict distrusted() {
    if (known.isPinned() && !isPinned() && authentic.isEmpty()) {
      return new Distrusted(true, "shows another key than the one known here");
    }
    return new Distrusted(false, "shows another key than the one that DNS names");
  }
}
