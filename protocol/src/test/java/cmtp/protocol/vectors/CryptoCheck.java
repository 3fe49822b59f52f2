package cmtp.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.SealedBox;
import cmtp.protocol.crypto.SignedInput;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.message.HopTrail;
import cmtp.protocol.message.LogEntry;
import cmtp.protocol.message.MessageLog;
import java.util.List;
import java.util.Optional;

/** Keys, boxes and signatures. */
final class CryptoCheck {
  private CryptoCheck() {}

  static String key(Vector vector) {
    Optional<VerifyKey> key = VerifyKey.of(vector.input());
    if (key.isEmpty()) {
      return "refused:key";
    }
    SigningKey made = SigningKey.fromSeed(vector.bytes("seed"));
    assertEquals(key.get(), made.publicKey());
    return Vector.OK;
  }

  static String sealedBox(Vector vector) {
    SigningKey recipient = SigningKey.fromSeed(vector.bytes("recipient-seed"));
    Optional<Bytes> opened = SealedBox.open(vector.input(), recipient);
    if (opened.isEmpty()) {
      return "refused:box";
    }
    assertEquals(vector.bytes("plaintext"), opened.get());
    assertEquals(
        vector.input(),
        SealedBox.seal(opened.get(), recipient.publicKey(), vector.bytes("ephemeral-secret")));
    return Vector.OK;
  }

  static String senderSignature(Vector vector) {
    Optional<LogEntry.SenderSignature> entry =
        MessageLog.of(List.of("before", vector.input().utf8())).senderSignature();
    if (entry.isEmpty()) {
      return "malformed:entry";
    }
    LogEntry.SenderSignature signature = entry.get();
    VerifyKey recipient = VerifyKey.of(vector.bytes("recipient-key")).orElseThrow();
    MessageId mid = new MessageId(vector.bytes("mid"));
    Bytes signed = SignedInput.mail(mid, signature.timeMillis(), recipient);
    VerifyKey key = VerifyKey.of(signature.key()).orElseThrow();
    if (!key.verify(signature.signature(), signed)) {
      return "refused:signature";
    }
    assertEquals(vector.bytes("signed"), signed);
    if (!signature.key().equals(vector.bytes("source-key"))) {
      return "refused:key";
    }
    SigningKey source = SigningKey.fromSeed(vector.bytes("source-seed"));
    assertEquals(signature.signature(), source.sign(signed));
    return Vector.OK;
  }

  /** The first hop of a log. */
  static String hop(Vector vector) {
    String text = vector.input().utf8();
    MessageId mid = new MessageId(vector.bytes("mid"));
    HopTrail.Step step = HopTrail.of(MessageLog.of(List.of(text)), mid).get(0);
    LogEntry.Hop hop = step.hop().orElseThrow();
    assertEquals(text, hop.text());
    assertEquals(vector.bytes("previous"), hop.previous());
    assertEquals(vector.bytes("server-key"), hop.key());
    String signed = text.substring(0, text.lastIndexOf(" s="));
    assertEquals(vector.bytes("signed"), SignedInput.hop(mid, hop.previous(), signed));
    return step.standing() == HopTrail.Standing.SIGNED ? Vector.OK : "refused:signature";
  }

  static String prove(Vector vector) {
    Bytes signed =
        SignedInput.prove(
            new DomainName(vector.get("domain")),
            vector.get("user"),
            vector.get("device"),
            vector.bytes("channel-id"),
            vector.bytes("challenge"));
    assertEquals(vector.bytes("signed"), signed);
    VerifyKey user = VerifyKey.of(vector.bytes("user-key")).orElseThrow();
    return user.verify(vector.input(), signed) ? Vector.OK : "refused:signature";
  }
}
