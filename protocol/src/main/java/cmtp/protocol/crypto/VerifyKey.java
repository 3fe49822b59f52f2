package cmtp.protocol.crypto;

import cmtp.protocol.Bytes;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A public key: checks signatures (Ed25519, {@code crypto_sign_detached}) and, converted to
 * Curve25519, receives sealed boxes. 32 bytes, SPEC 1.6.
 *
 * <p>Every instance is a point of the prime-order group in its one encoding: all-zero, small-order,
 * mixed-order and non-canonical keys don't get in, so a signature by a weak key can't exist. What
 * it doesn't tell is whose key it is: that is for pins and records (SPEC 7.20).
 *
 * <p>The check costs as much as a verification, so the last few thousand keys that passed are
 * remembered, with their Curve25519 form.
 */
public final class VerifyKey {
  public static final int BYTES = 32;
  public static final int SIGNATURE_BYTES = 64;

  private static final int FINGERPRINT_BYTES = 16;
  private static final int REMEMBERED_MAX = 4096;

  /** L + 1 = 2^252 + 27742317777372353535851937790883648493 + 1, little-endian. */
  private static final byte[] ORDER_PLUS_ONE =
      Bytes.hex("eed3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010").unsafeArray();

  /** One place for each hash: bounded without bookkeeping; a lost entry costs one more check. */
  private static final AtomicReferenceArray<VerifyKey> REMEMBERED =
      new AtomicReferenceArray<>(REMEMBERED_MAX);

  private final Bytes key;
  private final byte[] curve;

  private VerifyKey(Bytes key, byte[] curve) {
    this.key = key;
    this.curve = curve;
  }

  /** Empty for anything but a 32-byte key that is safe to use. */
  public static Optional<VerifyKey> of(Bytes key) {
    if (key.length() != BYTES) {
      return Optional.empty();
    }
    int place = Math.floorMod(key.hashCode() * 0x9E3779B9, REMEMBERED_MAX);
    VerifyKey known = REMEMBERED.get(place);
    if (known != null && known.key.equals(key)) {
      return Optional.of(known);
    }
    Optional<VerifyKey> checked = checked(key);
    checked.ifPresent(fresh -> REMEMBERED.set(place, fresh));
    return checked;
  }

  /** Reads base64url without padding (SPEC 1.2); empty for anything but a safe key. */
  public static Optional<VerifyKey> ofBase64(String text) {
    return Bytes.base64(text).flatMap(VerifyKey::of);
  }

  /**
   * L + 1 times a point is the same point for the points of the prime-order group L only, and its
   * encoding is the canonical one. Asking the conversion alone is not enough: libsodium 1.0.18
   * takes points of order 2L for good ones.
   */
  private static Optional<VerifyKey> checked(Bytes key) {
    byte[] same = new byte[BYTES];
    byte[] curve = new byte[BYTES];
    boolean safe =
        Sodium.crypto_scalarmult_ed25519_noclamp(same, ORDER_PLUS_ONE, key.unsafeArray()) == 0
            && Arrays.equals(same, key.unsafeArray())
            && Sodium.crypto_sign_ed25519_pk_to_curve25519(curve, key.unsafeArray()) == 0;
    return safe ? Optional.of(new VerifyKey(key, curve)) : Optional.empty();
  }

  /** Whether {@code signature} is this key's over exactly {@code message}. */
  public boolean verify(Bytes signature, Bytes message) {
    return signature.length() == SIGNATURE_BYTES
        && Sodium.crypto_sign_verify_detached(
                signature.unsafeArray(), message.unsafeArray(), message.length(), key.unsafeArray())
            == 0;
  }

  /** The 32 bytes as they travel. */
  public Bytes bytes() {
    return key;
  }

  public String base64() {
    return key.base64();
  }

  /** For people to compare: the first 16 bytes of H(key) as eight groups of four hex digits. */
  public String fingerprint() {
    String digits = Hash.of(key).slice(0, FINGERPRINT_BYTES).hex();
    return String.join(" ", digits.split("(?<=\\G.{4})"));
  }

  /** The Curve25519 form; the caller must not write to it. */
  byte[] curve() {
    return curve;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifyKey that && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public String toString() {
    return "VerifyKey(" + fingerprint() + ")";
  }
}
