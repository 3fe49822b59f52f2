package cmtp.protocol.vectors;

import static cmtp.protocol.vectors.MessageVectors.base64;

import cmtp.protocol.Bytes;

/** A signed record (SPEC 7.17) put together line by line. */
final class RawRecord {
  static final long ISSUED = 1_767_225_600_000L;
  static final long EXPIRES = 2_082_758_400_000L;
  static final Bytes NO_PREVIOUS = Raw.fill(0, 32);

  private RawRecord() {}

  static String head(String type, RawKey by) {
    return head(type, by, ISSUED);
  }

  static String head(String type, RawKey by, long issued) {
    return "t="
        + type
        + "\nv=1\nby="
        + base64(by.publicKey())
        + "\niat="
        + issued
        + "\nexp="
        + EXPIRES
        + "\n";
  }

  static String fields(RawKey key, Bytes previous, long seq) {
    return "domain=example.org\nkey="
        + base64(key.publicKey())
        + "\nprev="
        + base64(previous)
        + "\nseq="
        + seq
        + "\n";
  }

  /** alice's first key record. */
  static String first(RawKey key) {
    return head("key", key) + fields(key, NO_PREVIOUS, 0) + "user=alice\n";
  }

  /** alice's record that replaces a key. */
  static String next(RawKey old, RawKey fresh, Bytes previous, long seq) {
    return head("key", old, ISSUED + seq)
        + fields(fresh, RawCrypto.hash(previous), seq)
        + "user=alice\n";
  }

  static Bytes signedInput(String lines) {
    return new Raw().str("CMTP-REC-1").raw(Raw.text(lines)).bytes();
  }

  static Bytes signed(String lines, RawKey by) {
    return Raw.text(lines + "sig=" + base64(by.sign(signedInput(lines))) + "\n");
  }

  static Bytes signed(String lines, RawKey fresh, RawKey old) {
    Bytes input = signedInput(lines);
    return Raw.text(
        lines + "nsig=" + base64(fresh.sign(input)) + "\nsig=" + base64(old.sign(input)) + "\n");
  }
}
