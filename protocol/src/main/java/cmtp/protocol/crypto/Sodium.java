package cmtp.protocol.crypto;

import com.goterl.lazysodium.utils.LibraryLoader;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * libsodium, bound once: the functions we use and no others, so that a start costs little. The
 * library itself comes in lazysodium's jar; our own signatures take a {@link Pointer} where large
 * data passes, which a {@code byte[]} would copy twice a call.
 *
 * <p>{@code size_t} is declared as {@code long}: 64-bit machines only.
 */
final class Sodium {
  static {
    if (Native.POINTER_SIZE != Long.BYTES) {
      throw new IllegalStateException("needs a 64-bit machine");
    }
    File unpacked = unpacked();
    Native.register(Sodium.class, NativeLibrary.getInstance(unpacked.getAbsolutePath()));
    forget(unpacked);
    if (sodium_init() < 0) {
      throw new IllegalStateException("libsodium could not be initialised");
    }
  }

  private Sodium() {}

  private static File unpacked() {
    String resource = "/" + LibraryLoader.getSodiumPathInResources().replace('\\', '/');
    try {
      return Native.extractFromResourcePath(resource, LibraryLoader.class.getClassLoader());
    } catch (IOException e) {
      throw new UncheckedIOException("libsodium could not be unpacked", e);
    }
  }

  /** Once loaded it isn't needed any more, and a killed process would leave it behind. */
  private static void forget(File library) {
    boolean isOurCopy = library.getName().startsWith("jna");
    if (isOurCopy && !library.delete()) {
      library.deleteOnExit();
    }
  }

  /** A result that only a broken library or exhausted memory can make other than zero. */
  static void must(int result, String function) {
    if (result != 0) {
      throw new IllegalStateException(function + " failed: " + result);
    }
  }

  static native int sodium_init();

  static native void randombytes_buf(byte[] out, long length);

  static native int crypto_generichash(
      byte[] out, long outLength, byte[] in, long inLength, byte[] key, long keyLength);

  static native int crypto_generichash_init(
      byte[] state, byte[] key, long keyLength, long outLength);

  static native int crypto_generichash_update(byte[] state, Pointer in, long length);

  static native int crypto_generichash_final(byte[] state, byte[] out, long outLength);

  static native int crypto_sign_seed_keypair(byte[] publicKey, byte[] secretKey, byte[] seed);

  static native int crypto_sign_detached(
      byte[] signature, Pointer lengthOut, byte[] message, long length, byte[] secretKey);

  static native int crypto_sign_verify_detached(
      byte[] signature, byte[] message, long length, byte[] publicKey);

  static native int crypto_sign_ed25519_pk_to_curve25519(byte[] curve, byte[] ed);

  static native int crypto_sign_ed25519_sk_to_curve25519(byte[] curve, byte[] ed);

  static native int crypto_scalarmult_ed25519_noclamp(byte[] out, byte[] scalar, byte[] point);

  static native int crypto_scalarmult_base(byte[] publicKey, byte[] secretKey);

  static native int crypto_box_easy(
      byte[] out, byte[] message, long length, byte[] nonce, byte[] publicKey, byte[] secretKey);

  static native int crypto_box_seal(byte[] out, byte[] message, long length, byte[] publicKey);

  static native int crypto_box_seal_open(
      byte[] out, byte[] sealed, long length, byte[] publicKey, byte[] secretKey);

  static native int crypto_pwhash(
      byte[] out,
      long outLength,
      byte[] password,
      long passwordLength,
      byte[] salt,
      long passes,
      long memoryBytes,
      int algorithm);

  static native int crypto_pwhash_scryptsalsa208sha256(
      byte[] out,
      long outLength,
      byte[] password,
      long passwordLength,
      byte[] salt,
      long operations,
      long memoryBytes);

  static native int crypto_aead_chacha20poly1305_encrypt(
      byte[] out,
      Pointer outLength,
      byte[] message,
      long length,
      byte[] additional,
      long additionalLength,
      Pointer unused,
      byte[] nonce,
      byte[] key);

  static native int crypto_aead_chacha20poly1305_decrypt(
      byte[] out,
      Pointer outLength,
      Pointer unused,
      byte[] sealed,
      long length,
      byte[] additional,
      long additionalLength,
      byte[] nonce,
      byte[] key);

  static native int crypto_aead_xchacha20poly1305_ietf_encrypt(
      byte[] out,
      Pointer outLength,
      byte[] message,
      long length,
      byte[] additional,
      long additionalLength,
      Pointer unused,
      byte[] nonce,
      byte[] key);

  static native int crypto_aead_xchacha20poly1305_ietf_decrypt(
      byte[] out,
      Pointer outLength,
      Pointer unused,
      byte[] sealed,
      long length,
      byte[] additional,
      long additionalLength,
      byte[] nonce,
      byte[] key);

  static native int crypto_kx_seed_keypair(byte[] publicKey, byte[] secretKey, byte[] seed);

  static native int crypto_kx_client_session_keys(
      byte[] rx, byte[] tx, byte[] clientPublic, byte[] clientSecret, byte[] serverPublic);

  static native int crypto_kx_server_session_keys(
      byte[] rx, byte[] tx, byte[] serverPublic, byte[] serverSecret, byte[] clientPublic);

  static native int crypto_secretstream_xchacha20poly1305_init_pull(
      byte[] state, byte[] header, byte[] key);

  static native int crypto_secretstream_xchacha20poly1305_push(
      byte[] state,
      Pointer out,
      Pointer outLength,
      Pointer message,
      long length,
      byte[] additional,
      long additionalLength,
      byte tag);

  static native int crypto_secretstream_xchacha20poly1305_pull(
      byte[] state,
      Pointer out,
      Pointer outLength,
      byte[] tag,
      Pointer sealed,
      long length,
      byte[] additional,
      long additionalLength);
}
