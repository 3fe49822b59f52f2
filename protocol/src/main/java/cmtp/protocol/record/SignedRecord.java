package cmtp.protocol.record;

import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SignedInput;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A statement under a key, in the one format for all types (SPEC 7.17): at most 4 KiB of UTF-8
 * lines {@code field=value\n}: {@code t}, {@code v=1}, {@code by}, {@code iat}, {@code exp}, the
 * other fields sorted by name, {@code nsig} where a new key signs too, {@code sig}. A content has
 * one form only, and its bytes are kept as they came.
 *
 * <p>An instance has the form but isn't proven yet; {@link KeyRecord} and {@link ServerRecord} are.
 */
public final class SignedRecord {
  /** How far ahead of ours the clock of whoever made a record may be. */
  public static final Duration CLOCK_AHEAD_MAX = Duration.ofDays(1);

  private final Bytes bytes;
  private final RecordFields fields;
  private final Bytes hash;

  private SignedRecord(Bytes bytes, RecordFields fields) {
    this.bytes = bytes;
    this.fields = fields;
    this.hash = Hash.of(bytes);
  }

  /** Empty for anything that isn't a record in its exact form. */
  public static Optional<SignedRecord> parse(Bytes bytes) {
    return RecordParser.parse(bytes).map(fields -> new SignedRecord(bytes, fields));
  }

  /**
   * What is to be said, before it is signed.
   *
   * @param issuedUnixMillis when it begins to hold
   * @param expiresUnixMillis when it no longer holds; after {@code issuedUnixMillis}
   * @param fields the fields of this type
   */
  public record Draft(
      String type,
      long issuedUnixMillis,
      long expiresUnixMillis,
      SortedMap<String, String> fields) {

    /**
     * @throws IllegalArgumentException if the content has no valid form
     */
    public SignedRecord sign(SigningKey by) {
      Bytes lines = lines(by);
      return finished(lines, Bytes.EMPTY, by);
    }

    /**
     * With the signature of the key that takes over beside that of the old one.
     *
     * @throws IllegalArgumentException if the content has no valid form
     */
    public SignedRecord sign(SigningKey by, SigningKey successor) {
      Bytes lines = lines(by);
      Bytes signature = successor.sign(SignedInput.record(lines));
      return finished(lines, Bytes.utf8("nsig=" + signature.base64() + "\n"), by);
    }

    private SignedRecord finished(Bytes lines, Bytes successorLine, SigningKey by) {
      Bytes signature = by.sign(SignedInput.record(lines));
      Bytes line = Bytes.utf8("sig=" + signature.base64() + "\n");
      return parse(Bytes.concat(lines, successorLine, line))
          .orElseThrow(() -> new IllegalArgumentException("not a valid record: " + this));
    }

    private Bytes lines(SigningKey by) {
      StringBuilder text = new StringBuilder(512);
      text.append("t=").append(type).append("\nv=1\nby=").append(by.publicKey().base64());
      text.append("\niat=").append(issuedUnixMillis);
      text.append("\nexp=").append(expiresUnixMillis).append('\n');
      fields.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
      return Bytes.utf8(text.toString());
    }
  }

  /** The record exactly as it came. */
  public Bytes bytes() {
    return bytes;
  }

  /** H of the whole record, signatures included: what its successor names as {@code prev}. */
  public Bytes hash() {
    return hash;
  }

  public String type() {
    return fields.type();
  }

  /** The key that says so, and that {@code sig} is checked with. */
  public VerifyKey by() {
    return fields.by();
  }

  public long issuedUnixMillis() {
    return fields.issuedUnixMillis();
  }

  public long expiresUnixMillis() {
    return fields.expiresUnixMillis();
  }

  /** The fields of its type, sorted by name. */
  public SortedMap<String, String> fields() {
    return fields.others();
  }

  /** Whether it has begun, by a clock that may be behind its maker's, and hasn't expired. */
  public boolean isValidAt(long unixMillis) {
    return issuedUnixMillis() - CLOCK_AHEAD_MAX.toMillis() <= unixMillis
        && unixMillis < expiresUnixMillis();
  }

  /** Whether {@code sig} is the signature of {@link #by()}. */
  public boolean isSigned() {
    return by().verify(fields.signature(), SignedInput.record(fields.signedLines()));
  }

  public boolean hasSuccessorSignature() {
    return !fields.successorSignature().isEmpty();
  }

  /** Whether there is an {@code nsig}, and it is that key's. */
  public boolean isSignedBySuccessor(VerifyKey successor) {
    return successor.verify(fields.successorSignature(), SignedInput.record(fields.signedLines()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedRecord that && bytes.equals(that.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.hashCode();
  }

  @Override
  public String toString() {
    return type() + " record " + hash.slice(0, 6).hex();
  }
}
