package cmtp.protocol.vectors;

import cmtp.protocol.Bytes;
import com.goterl.lazysodium.SodiumJava;
import com.sun.jna.NativeLong;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;

/**
 * The cryptography of the vectors by another way than the production code takes: signatures by the
 * JDK, the secure channel's stream from its building blocks, the rest straight from libsodium.
 */
final class RawCrypto {
  private static final SodiumJava SODIUM = new SodiumJava();
  private static final int TAG_BYTES = 16;

  private RawCrypto() {}

  static Bytes hash(Bytes input) {
    return blake2b(32, input);
  }

  static Bytes blake2b(int length, Bytes input) {
    byte[] out = new byte[length];
    must(
        SODIUM.crypto_generichash(
            out, length, input.unsafeArray(), input.length(), new byte[0], 0));
    return Bytes.wrap(out);
  }

  static Bytes sign(Bytes seed, Bytes message) {
    try {
      PrivateKey key =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed.toArray()));
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(message.unsafeArray());
      return Bytes.wrap(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static RawKey key(Bytes seed) {
    byte[] publicKey = new byte[32];
    byte[] secret = new byte[64];
    byte[] curve = new byte[32];
    must(SODIUM.crypto_sign_seed_keypair(publicKey, secret, seed.toArray()));
    must(SODIUM.crypto_sign_ed25519_pk_to_curve25519(curve, publicKey));
    return new RawKey(seed, Bytes.wrap(publicKey), Bytes.wrap(secret), Bytes.wrap(curve));
  }

  static Bytes x25519Public(Bytes secret) {
    byte[] out = new byte[32];
    must(SODIUM.crypto_scalarmult_base(out, secret.toArray()));
    return Bytes.wrap(out);
  }

  static Bytes x25519(Bytes secret, Bytes otherPublic) {
    byte[] out = new byte[32];
    must(SODIUM.crypto_scalarmult(out, secret.toArray(), otherPublic.toArray()));
    return Bytes.wrap(out);
  }

  static Bytes boxNonce(Bytes ephemeralPublic, Bytes recipientCurve) {
    return blake2b(24, Raw.join(ephemeralPublic, recipientCurve));
  }

  /** SPEC 1.7, with a given ephemeral secret. */
  static Bytes seal(Bytes plaintext, Bytes recipientCurve, Bytes ephemeralSecret) {
    Bytes ephemeral = x25519Public(ephemeralSecret);
    byte[] box = new byte[plaintext.length() + TAG_BYTES];
    must(
        SODIUM.crypto_box_easy(
            box,
            plaintext.toArray(),
            plaintext.length(),
            boxNonce(ephemeral, recipientCurve).toArray(),
            recipientCurve.toArray(),
            ephemeralSecret.toArray()));
    return Raw.join(ephemeral, Bytes.wrap(box));
  }

  static Bytes scrypt(Bytes password, Bytes salt) {
    byte[] out = new byte[32];
    must(
        SODIUM.crypto_pwhash_scryptsalsa208sha256(
            out, 32, password.toArray(), password.length(), salt.toArray(), 524_288, 16_777_216));
    return Bytes.wrap(out);
  }

  static Bytes argon2id(Bytes password, Bytes salt) {
    byte[] out = new byte[32];
    must(
        SODIUM.crypto_pwhash(
            out,
            32,
            password.toArray(),
            password.length(),
            salt.toArray(),
            3,
            new NativeLong(268_435_456),
            2));
    return Bytes.wrap(out);
  }

  static Bytes chacha20poly1305(Bytes key, Bytes nonce, Bytes plaintext) {
    byte[] out = new byte[plaintext.length() + TAG_BYTES];
    must(
        SODIUM.crypto_aead_chacha20poly1305_encrypt(
            out,
            null,
            plaintext.toArray(),
            plaintext.length(),
            null,
            0,
            null,
            nonce.toArray(),
            key.toArray()));
    return Bytes.wrap(out);
  }

  static Bytes xchacha20poly1305(Bytes key, Bytes nonce, Bytes plaintext) {
    byte[] out = new byte[plaintext.length() + TAG_BYTES];
    must(
        SODIUM.crypto_aead_xchacha20poly1305_ietf_encrypt(
            out,
            null,
            plaintext.toArray(),
            plaintext.length(),
            null,
            0,
            null,
            nonce.toArray(),
            key.toArray()));
    return Bytes.wrap(out);
  }

  static Bytes hchacha20(Bytes key, Bytes input) {
    byte[] out = new byte[32];
    must(SODIUM.crypto_core_hchacha20(out, input.toArray(), key.toArray(), null));
    return Bytes.wrap(out);
  }

  /** ChaCha20 with a 12-byte nonce, from the given block on. */
  static Bytes chacha20(Bytes key, Bytes nonce, long block, Bytes input) {
    byte[] out = new byte[input.length()];
    must(
        SODIUM.crypto_stream_chacha20_ietf_xor_ic(
            out, input.toArray(), input.length(), nonce.toArray(), block, key.toArray()));
    return Bytes.wrap(out);
  }

  /** RFC 8439, section 2.5. */
  static Bytes poly1305(Bytes key, Bytes message) {
    BigInteger p = BigInteger.ONE.shiftLeft(130).subtract(BigInteger.valueOf(5));
    BigInteger clamp = new BigInteger("0ffffffc0ffffffc0ffffffc0fffffff", 16);
    BigInteger r = littleEndian(key.slice(0, 16)).and(clamp);
    BigInteger sum = BigInteger.ZERO;
    for (int at = 0; at < message.length(); at += 16) {
      Bytes block = message.slice(at, Math.min(message.length(), at + 16));
      BigInteger n = littleEndian(Raw.join(block, Raw.fill(1, 1)));
      sum = sum.add(n).multiply(r).mod(p);
    }
    BigInteger tag = sum.add(littleEndian(key.slice(16, 32)));
    byte[] out = new byte[16];
    for (int i = 0; i < 16; i++) {
      out[i] = tag.shiftRight(8 * i).byteValue();
    }
    return Bytes.wrap(out);
  }

  private static BigInteger littleEndian(Bytes bytes) {
    byte[] reversed = new byte[bytes.length()];
    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = bytes.at(reversed.length - 1 - i);
    }
    return new BigInteger(1, reversed);
  }

  private static void must(int result) {
    if (result != 0) {
      throw new IllegalStateException("libsodium says " + result);
    }
  }
}
