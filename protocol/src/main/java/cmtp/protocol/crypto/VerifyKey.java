package cmtp.protocol.crypto;

import cmtp.protocol.Bytes;
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

  /** The conversion fails for points that are not on the curve or not in the prime-order group. */
  private static Optional<VerifyKey> checked(Bytes key) {
    byte[] curve = new byte[BYTES];
    boolean safe =
        isCanonical(key)
            && Sodium.crypto_sign_ed25519_pk_to_curve25519(curve, key.unsafeArray()) == 0;
    return safe ? Optional.of(new VerifyKey(key, curve)) : Optional.empty();
  }

  /** Whether the number, little-endian without its sign bit, is below 2^255 - 19. */
  private static boolean isCanonical(Bytes key) {
    if ((key.at(BYTES - 1) & 0x7f) != 0x7f) {
      return true;
    }
    for (int i = BYTES - 2; i > 0; i--) {
      if (key.at(i) != (byte) 0xff) {
        return true;
      }
    }
    return (key.at(0) & 0xff) < 0xed;
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
