package cmtp.persistence.queue;

/** Why a domain's server key is believed (SPEC 2.10). */
public enum PinOrigin {
  /** It was the first one seen. */
  FIRST_SEEN,
  /** A DNSSEC-validated TXT record names it. */
  DNSSEC,
  /** The key that was pinned before signed it in a {@code srv} record. */
  FOLLOWED,
  /** The operator decided so. */
  OPERATOR
}
