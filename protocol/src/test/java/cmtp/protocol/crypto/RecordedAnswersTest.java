package cmtp.protocol.crypto;

import static cmtp.protocol.crypto.Seeded.flipped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Bytes;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the C programs of 2017 signed and sealed must verify and open here, and nothing near it. */
class RecordedAnswersTest {
  private static final int KEY_AT = 4;
  private static final int SIGNATURE_AT = 37;
  private static final int BODY_AT = 56;

  private final VerifyKey server = VerifyKey.of(Recorded.value("server_public_key")).orElseThrow();

  @Test
  void serverKeyReplyIsSignedByTheServerKeyItself() {
    provesKey(Recorded.value("keyrequest_server_reply"));
    assertEquals(server.bytes(), key(Recorded.value("keyrequest_server_reply")));
  }

  @Test
  void userKeyReplyIsSignedByTheServerKey() {
    provesKey(Recorded.value("keyrequest_alice_reply"));
  }

  @Test
  void loginReplyIsSignedOverTheXzibit() {
    Bytes reply = Recorded.value("login_alice_reply");
    Bytes xzibit = reply.slice(0, 156);
    Bytes signature = reply.slice(156, 220);
    assertTrue(server.verify(signature, xzibit));
    assertFalse(server.verify(flipped(signature, 0), xzibit));
    assertFalse(server.verify(signature, flipped(xzibit, 8 * 155)));
  }

  @Test
  void xzibitOfAliceOpensToThePublishedKey() {
    Bytes xzibit = Recorded.value("login_alice_reply").slice(0, 156);
    assertEquals(
        Optional.of(key(Recorded.value("keyrequest_alice_reply"))),
        Xzibit.open(xzibit, Password.of("secret1")).map(k -> k.publicKey().bytes()));
    assertEquals(Optional.empty(), Xzibit.open(xzibit, Password.of("secret2")));
    assertEquals(Optional.empty(), Xzibit.open(flipped(xzibit, 8 * 100), Password.of("secret1")));
    assertEquals(Optional.empty(), Xzibit.open(flipped(xzibit, 8 * 20), Password.of("secret1")));
  }

  @Test
  void xzibitSealedAgainWithTheRecordedSaltHasTheRecordedBytes() {
    Bytes xzibit = Recorded.value("xzibit_bob");
    Password password = Password.of("bobpw");
    SigningKey bob = Xzibit.open(xzibit, password).orElseThrow();
    assertEquals(xzibit, Xzibit.sealV1(bob, password, xzibit.slice(4, 36)));
  }

  @Test
  void storedBodyOpensWithTheKeyFromTheXzibitOfBob() {
    SigningKey bob = Xzibit.open(Recorded.value("xzibit_bob"), Password.of("bobpw")).orElseThrow();
    assertEquals(Recorded.value("public_key_bob"), bob.publicKey().bytes());
    Bytes message = Recorded.value("message_stored");
    Bytes body = message.slice(BODY_AT, message.length());
    assertEquals(Optional.of(Recorded.value("message_plaintext")), SealedBox.open(body, bob));
    for (int bit = 0; bit < 8 * body.length(); bit++) {
      assertEquals(Optional.empty(), SealedBox.open(flipped(body, bit), bob), "bit " + bit);
    }
  }

  private void provesKey(Bytes reply) {
    assertEquals(102, reply.length());
    Bytes signature = reply.slice(SIGNATURE_AT, SIGNATURE_AT + 64);
    assertTrue(server.verify(signature, key(reply)));
    for (int bit = 0; bit < 8 * 64; bit++) {
      assertFalse(server.verify(flipped(signature, bit), key(reply)), "signature bit " + bit);
    }
    for (int bit = 0; bit < 8 * 32; bit++) {
      assertFalse(server.verify(signature, flipped(key(reply), bit)), "key bit " + bit);
    }
  }

  private static Bytes key(Bytes reply) {
    return reply.slice(KEY_AT, KEY_AT + 32);
  }
}
