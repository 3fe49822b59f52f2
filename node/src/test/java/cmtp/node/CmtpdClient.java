package cmtp.node;

import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.SealedBox;
import cmtp.protocol.crypto.VerifyKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Optional;

/**
 * Writes and reads as the C client of 2017 does (SPEC 8), with its faults: each answer is one read,
 * whatever it gives is the answer, an error is ignored, and the last recipient's key is kept.
 */
public final class CmtpdClient implements AutoCloseable {
  private static final int PATIENCE_MS = 60_000;
  private static final int GREETING_READ = 255;
  private static final int KEY_READ = 4 + 64 + 64;
  private static final int KEY_AT = 4;
  private static final int SIGNATURE_AT = KEY_AT + VerifyKey.BYTES + 1;

  private final Socket socket;
  private final Bytes greeting;
  private VerifyKey serverKey;
  private VerifyKey recipientKey;

  private CmtpdClient(TestNode node) throws IOException {
    socket = new Socket();
    socket.setSoTimeout(PATIENCE_MS);
    socket.connect(node.cmtpdAddress(), PATIENCE_MS);
    greeting = readOnce(GREETING_READ);
  }

  /** Connects, and reads once. */
  public static CmtpdClient of(TestNode node) {
    try {
      return new CmtpdClient(node);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public Bytes greeting() {
    return greeting;
  }

  /** Asks for the server's key, which every other one is verified with. */
  public Bytes requestServerKey() {
    write(Bytes.utf8("KEYREQUEST\0\0"));
    Bytes answer = readOnce(KEY_READ);
    serverKey = VerifyKey.of(key(answer)).orElseThrow();
    if (!isSignedBy(serverKey, answer)) {
      throw new AssertionError("not the server's key: " + answer.hex());
    }
    return answer;
  }

  /** Asks for a recipient's key; a bad answer leaves the one that there was. */
  public Bytes requestUserKey(String user, String domain) {
    Bytes request = Bytes.utf8("KEYREQUEST\0" + user + "\0" + domain + "\0\0");
    if (domain.isEmpty()) {
      write(request);
      readOnce(KEY_READ);
    }
    write(request);
    Bytes answer = readOnce(KEY_READ);
    if (answer.length() > SIGNATURE_AT + 64 && isSignedBy(serverKey, answer)) {
      recipientKey = VerifyKey.of(key(answer)).orElse(recipientKey);
    }
    return answer;
  }

  private static Bytes key(Bytes answer) {
    return answer.slice(KEY_AT, KEY_AT + VerifyKey.BYTES);
  }

  private static boolean isSignedBy(VerifyKey key, Bytes answer) {
    return key.verify(answer.slice(SIGNATURE_AT, SIGNATURE_AT + 64), key(answer));
  }

  /** LOGIN; as many bytes as there are to an answer. */
  public Bytes login(String user) {
    write(Bytes.utf8("LOGIN\0" + user + "\0"));
    return readExactly(156 + 64);
  }

  /** Seals the text as it is with the key it has, writes three times and reads nothing. */
  public Bytes mail(Address from, String user, String domain, String text) {
    Bytes body = SealedBox.seal(Bytes.utf8(text), recipientKey);
    Bytes header =
        Bytes.concat(
            Exact.u32(1),
            Exact.u32(0),
            Exact.u64(0),
            Exact.u64(body.length()),
            Bytes.utf8(user + "\0" + domain + "\0"),
            Bytes.utf8(from.account() + "\0" + from.domain() + "\0"));
    write(Bytes.utf8("MAIL\0"));
    write(header);
    write(body);
    return Bytes.concat(header, body);
  }

  /** Says anything and reads nothing. */
  public CmtpdClient say(String text) {
    write(Bytes.utf8(text));
    return this;
  }

  /**
   * Ends as nobody did in 2017, to see that there was no byte too many: what is read until then.
   */
  public String goodBye() {
    write(Bytes.utf8("OBAI\0"));
    try {
      return Bytes.wrap(socket.getInputStream().readAllBytes()).utf8();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Whatever one read gives, nothing at the end of the connection. */
  public Bytes readOnce(int most) {
    try {
      byte[] buffer = new byte[most];
      return Bytes.of(buffer, 0, Math.max(0, socket.getInputStream().read(buffer)));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private Bytes readExactly(int count) {
    try {
      return Bytes.wrap(socket.getInputStream().readNBytes(count));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void write(Bytes bytes) {
    try {
      socket.getOutputStream().write(bytes.unsafeArray());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public Optional<VerifyKey> recipientKey() {
    return Optional.ofNullable(recipientKey);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
