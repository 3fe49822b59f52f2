package cmtp.protocol.vectors;

import static cmtp.protocol.vectors.RawKey.ALICE;
import static cmtp.protocol.vectors.RawKey.MALLORY;
import static cmtp.protocol.vectors.Vector.OK;

import cmtp.protocol.Bytes;
import java.util.List;

/** Key pairs sealed under a password, both versions. */
final class XzibitVectors {
  static final String KIND = "xzibit";

  private static final String PASSWORD = "correct horse é";
  private static final Bytes PASSWORD_BYTES = Raw.text(PASSWORD);
  private static final Bytes SALT1 = Raw.fill(0x51, 32);
  private static final Bytes SALT2 = Raw.fill(0x52, 16);
  private static final Bytes NONCE2 = Raw.fill(0x17, 24);
  private static final Bytes PLAIN = Raw.join(ALICE.publicKey(), ALICE.secret());

  private XzibitVectors() {}

  static List<Vector> all() {
    Bytes key1 = RawCrypto.scrypt(PASSWORD_BYTES, SALT1);
    Bytes key2 = RawCrypto.argon2id(PASSWORD_BYTES, SALT2);
    Bytes v1 = version1(key1, PLAIN);
    Bytes v2 = version2(key2, PLAIN);
    return List.of(
        good("xzibit_v1", "4.10", key1, SALT1.slice(0, 8))
            .comment("scryptsalsa208sha256 and ChaCha20-Poly1305.")
            .with("salt", SALT1)
            .input(v1),
        good("xzibit_v2", "4.11", key2, NONCE2)
            .comment("Argon2id and XChaCha20-Poly1305.")
            .with("salt", SALT2)
            .input(v2),
        Vector.named("xzibit_v1_password_decomposed", KIND, "4.12", OK)
            .comment("The same password typed as e and a combining accent: NFC makes it equal.")
            .with("password", PASSWORD.replace("é", "e\u0301"))
            .with("public-key", ALICE.publicKey())
            .input(v1),
        bad("xzibit_v1_wrong_password", "4.10", "refused:password", "Correct horse é", v1),
        bad("xzibit_v2_wrong_password", "4.11", "refused:password", "Correct horse é", v2),
        bad("xzibit_v1_salt_changed", "4.10", "refused:password", PASSWORD, Raw.flip(v1, 4)),
        bad(
            "xzibit_v1_ciphertext_changed",
            "4.10",
            "refused:password",
            PASSWORD,
            Raw.flip(v1, 155)),
        bad("xzibit_v2_nonce_changed", "4.11", "refused:password", PASSWORD, Raw.flip(v2, 20)),
        bad(
            "xzibit_v1_public_key_of_another",
            "4.12",
            "refused:password",
            PASSWORD,
            version1(key1, Raw.join(MALLORY.publicKey(), ALICE.secret()))),
        bad(
            "xzibit_v1_secret_key_inconsistent",
            "4.12",
            "refused:password",
            PASSWORD,
            version1(key1, Raw.join(ALICE.publicKey(), MALLORY.seed(), ALICE.publicKey()))),
        bad(
            "xzibit_version_0",
            "4.12",
            "malformed:form",
            PASSWORD,
            Raw.join(new Raw().u32(0).bytes(), v2.slice(4, 156))),
        bad(
            "xzibit_version_3",
            "4.12",
            "malformed:form",
            PASSWORD,
            Raw.join(new Raw().u32(3).bytes(), v2.slice(4, 156))),
        bad("xzibit_v1_inner_length_113", "4.12", "malformed:form", PASSWORD, Raw.flip(v1, 43)),
        bad("xzibit_of_155_bytes", "4.12", "malformed:form", PASSWORD, v2.slice(0, 155)),
        bad(
            "xzibit_of_157_bytes",
            "4.12",
            "malformed:form",
            PASSWORD,
            Raw.join(v2, Raw.fill(0, 1))),
        bad(
            "xzibit_is_foreign_text",
            "4.12",
            "malformed:form",
            PASSWORD,
            Raw.join(Raw.text("SUCCESS "), Raw.fill(0x20, 148))));
  }

  private static Bytes version1(Bytes key, Bytes plain) {
    return new Raw()
        .u32(1)
        .raw(SALT1)
        .u64(112)
        .raw(RawCrypto.chacha20poly1305(key, SALT1.slice(0, 8), plain))
        .bytes();
  }

  private static Bytes version2(Bytes key, Bytes plain) {
    return new Raw()
        .u32(2)
        .raw(SALT2)
        .raw(NONCE2)
        .raw(RawCrypto.xchacha20poly1305(key, NONCE2, plain))
        .bytes();
  }

  private static Vector.Builder good(String name, String clause, Bytes key, Bytes nonce) {
    return Vector.named(name, KIND, clause, OK)
        .with("password", PASSWORD)
        .with("password-bytes", PASSWORD_BYTES)
        .with("derived-key", key)
        .with("nonce", nonce)
        .with("plaintext", PLAIN)
        .with("seed", ALICE.seed())
        .with("public-key", ALICE.publicKey());
  }

  private static Vector bad(
      String name, String clause, String expect, String password, Bytes xzibit) {
    return Vector.named(name, KIND, clause, expect)
        .comment("One thing is wrong: " + name.replace('_', ' ') + ".")
        .with("password", password)
        .input(xzibit);
  }
}
