package cmtp.node.wire;

import static cmtp.node.SharedNode.freshName;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.Exact;
import cmtp.node.Peer;
import cmtp.node.SharedNode;
import cmtp.node.Stored;
import cmtp.node.TestMail;
import cmtp.node.TestNode;
import cmtp.protocol.Bytes;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.command.X1Frame;
import cmtp.protocol.crypto.EphemeralKey;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.message.Message;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 7.2, 7.4 and 7.6. */
@ExtendWith(SharedNode.class)
class SecureChannelTest {
  private final TestNode node;
  private final TestNode.User user;

  SecureChannelTest(TestNode node) {
    this.node = node;
    this.user = node.openWithoutPassword(freshName("secured"));
  }

  private String name() {
    return user.address().account().value();
  }

  @Test
  void servesTheBaseCommandsInsideAsInClear() {
    try (Peer peer = Peer.of(node).secure()) {
      peer.say("OHAI\0NOOP\0KEYREQUEST\0" + name() + "\0\0LOGIN\0nobody\0");
      peer.expectGeneral("OHAI CMTP/1 example.org X1").expectGeneral("SUCCESS");
      peer.expect(node.exact().key(user.key().publicKey()));
      peer.expectDetail("FAILURE");
      Message message = TestMail.opaque(user.address(), 5000, 70_000);
      peer.mail(message).expectGeneral("SUCCESS " + message.mid());
    }
  }

  /** Public keys of order 1, 2, 4 and 8: with them everybody knows the shared secret. */
  static Stream<Bytes> weakKeys() {
    return Stream.of(
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")
        .map(Bytes::hex);
  }

  @ParameterizedTest
  @MethodSource("weakKeys")
  void opensNoChannelWithAKeyOfSmallOrder(Bytes weak) {
    try (Peer peer = Peer.of(node)) {
      assertEquals(Status.BADREQUEST, peer.status(new X1Command.Secure(weak)));
      peer.expectEnd();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33, 65_536})
  void opensNoChannelWithAKeyOfAnotherLength(int bytes) {
    try (Peer peer = Peer.of(node)) {
      X1Frame frame = peer.frame("SECURE", TestMail.noise(bytes));
      assertEquals(Status.BADREQUEST, peer.ask(frame).status());
      peer.expectEnd();
    }
  }

  @Test
  void opensNoChannelInsideAChannel() {
    try (Peer peer = Peer.of(node).secure()) {
      Bytes key = EphemeralKey.generate(SecureRandomBytes.system()).publicKey();
      assertEquals(Status.BADREQUEST, peer.status(new X1Command.Secure(key)));
      peer.expectEnd();
      assertTrue(peer.channelEnded());
    }
  }

  @Test
  void answersWhatWasAskedBeforeTheClientEndsItsDirection() {
    try (Peer peer = Peer.of(node).secure()) {
      peer.say("NOOP\0OHAI\0").endChannel();
      peer.expectGeneral("SUCCESS").expectGeneral("OHAI CMTP/1 example.org X1").expectEnd();
      assertTrue(peer.channelEnded());
    }
  }

  @Test
  void endsItsDirectionWhenItCloses() {
    try (Peer peer = Peer.of(node).secure()) {
      peer.say("OBAI\0").expectEnd();
      assertTrue(peer.channelEnded());
    }
  }

  @Test
  void carriesOutNothingThatWasPipelinedInClearBehindSecure() {
    long events = Stored.events(node.database());
    Message message = TestMail.opaque(user.address(), 60_000);
    try (Peer peer = Peer.of(node)) {
      Bytes key = EphemeralKey.generate(SecureRandomBytes.system()).publicKey();
      Bytes frame = peer.frame(new X1Command.Secure(key)).encode();
      peer.trySend(
          Bytes.concat(frame, Bytes.utf8("NOOP\0MAIL\0"), message.encode(), Bytes.utf8("NOOP\0")));
      peer.expectClosedAfterSecureAtMost();
    }
    assertEquals(events, Stored.events(node.database()));
  }

  /** Ways to break a channel that has worked until then; nothing of it may be answered. */
  enum Breach {
    REPLAYED {
      @Override
      Bytes of(Peer peer) {
        Bytes chunk = peer.sealer().seal(Bytes.utf8("NOOP\0"));
        peer.sendRaw(chunk).expectGeneral("SUCCESS");
        return chunk;
      }
    },
    REORDERED {
      @Override
      Bytes of(Peer peer) {
        Bytes first = peer.sealer().seal(Bytes.utf8("NOOP\0"));
        Bytes second = peer.sealer().seal(Bytes.utf8("NOOP\0"));
        return Bytes.concat(second, first);
      }
    },
    LEFT_OUT {
      @Override
      Bytes of(Peer peer) {
        peer.sealer().seal(Bytes.utf8("NOOP\0"));
        return peer.sealer().seal(Bytes.utf8("NOOP\0"));
      }
    },
    CHANGED {
      @Override
      Bytes of(Peer peer) {
        byte[] chunk = peer.sealer().seal(Bytes.utf8("NOOP\0")).toArray();
        chunk[chunk.length - 1] ^= 1;
        return Bytes.wrap(chunk);
      }
    },
    TOO_SHORT {
      @Override
      Bytes of(Peer peer) {
        return Bytes.concat(Exact.u32(16), TestMail.noise(16));
      }
    },
    TOO_LONG {
      @Override
      Bytes of(Peer peer) {
        return Exact.u32(65_554);
      }
    },
    NEGATIVE_LENGTH {
      @Override
      Bytes of(Peer peer) {
        return Exact.u32(0xffffffffL);
      }
    },
    IN_CLEAR {
      @Override
      Bytes of(Peer peer) {
        return Bytes.utf8("NOOP\0NOOP\0NOOP\0");
      }
    },
    AFTER_THE_END {
      @Override
      Bytes of(Peer peer) {
        Bytes end = peer.sealer().sealFinal(new byte[0], 0, 0);
        return Bytes.concat(end, Bytes.utf8("NOOP\0"));
      }
    };

    abstract Bytes of(Peer peer);
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.EnumSource
  void closesABrokenChannelAtOnceWithoutAReply(Breach breach) {
    try (Peer peer = Peer.of(node).secure()) {
      peer.say("NOOP\0").expectGeneral("SUCCESS");
      peer.sendRaw(breach.of(peer)).expectClosed();
    }
  }

  @Test
  void opensNoChunkOfAnotherChannel() {
    try (Peer one = Peer.of(node).secure();
        Peer other = Peer.of(node).secure()) {
      one.sendRaw(other.sealer().seal(Bytes.utf8("NOOP\0"))).expectClosed();
    }
  }

  @Test
  void skipsTheFrameOfAnUnknownWord() {
    try (Peer peer = Peer.of(node).secure()) {
      X1Frame unknown = peer.frame("TELEPORT", Bytes.utf8("NOOP\0NOOP\0"));
      assertEquals(Status.UNSUPPORTED, peer.ask(unknown).status());
      peer.say("NOOP\0").expectGeneral("SUCCESS");
    }
  }

  @Test
  void refusesWhatCanBeNoWordAndCloses() {
    try (Peer peer = Peer.of(node).secure()) {
      peer.say("no word\0NOOP\0").expectDetail("FAILURE");
      peer.expectEnd();
    }
  }

  @Test
  void readsNoSmtpLinesInside() {
    try (Peer peer = Peer.of(node).secure()) {
      peer.say("NOOP\r\n\0").expectDetail("FAILURE");
      peer.expectEnd();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 15, 65_553, 0x7fffffffL, 0x80000000L, 0xffffffffL})
  void refusesAFrameLengthOutOfBoundsAndCloses(long length) {
    try (Peer peer = Peer.of(node)) {
      peer.say("GETREC\0").send(Exact.u32(length)).send(TestMail.noise(64));
      peer.expectGeneral("FAILURE").expectEnd();
    }
    try (Peer peer = Peer.of(node).secure()) {
      peer.say("TELEPORT\0").send(Exact.u32(length)).send(TestMail.noise(64));
      peer.expectDetail("FAILURE");
      peer.expectEnd();
    }
  }

  @Test
  void takesTheLargestFrame() {
    try (Peer peer = Peer.of(node).secure()) {
      X1Frame largest = peer.frame("TELEPORT", TestMail.noise(65_536));
      assertEquals(Status.UNSUPPORTED, peer.ask(largest).status());
    }
  }

  @Test
  void closesAfterTheTenthRefusedForm() {
    try (Peer peer = Peer.of(node).secure()) {
      for (int i = 0; i < 4; i++) {
        assertEquals(Status.UNSUPPORTED, peer.ask(peer.frame("TELEPORT", Bytes.EMPTY)).status());
        assertEquals(Status.BADREQUEST, peer.ask(peer.frame("AUTH", Bytes.EMPTY)).status());
      }
      assertEquals(Status.UNSUPPORTED, peer.status(new X1Command.GetRecord("what", "", "")));
      assertEquals(Status.UNSUPPORTED, peer.status(new X1Command.GetRecord("what", "", "")));
      peer.expectEnd();
    }
  }

  @Test
  void provesAUserByAnAccountOrAnAddress() {
    TestNode.User other = node.openWithoutPassword(freshName("proven") + "@example.net");
    try (Peer peer = Peer.of(node).secure()) {
      assertEquals(Status.OK, peer.prove(name(), user.key()).status());
      assertEquals(Status.OK, peer.prove(user.address().toString(), user.key()).status());
      assertEquals(Status.OK, peer.prove(other.address().toString(), other.key()).status());
    }
  }

  @Test
  void letsALaterProofReplaceTheSession() {
    TestNode.User other = node.openWithoutPassword(freshName("proven"));
    try (Peer peer = Peer.session(node, user)) {
      peer.mail(TestMail.opaque(user.address(), 50)).expectDetail("SUCCESS");
      assertEquals(1, rows(peer));
      peer.authenticate(other);
      assertEquals(0, rows(peer));
    }
  }

  private static int rows(Peer peer) {
    return peer.ok(new X1Command.ListBox("inbox", 0, 0, 10), Payload.Page::decode).rows().size();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "nobody@elsewhere.example", "", "../x", "a b"})
  void challengesWhoDoesNotExistLikeAnybodyElse(String name) {
    try (Peer peer = Peer.of(node).secure()) {
      assertEquals(Status.BADSIG, peer.prove(name, SigningKey.generate()).status());
      assertEquals(Status.AUTHREQUIRED, peer.status(X1Command.Boxes.INSTANCE));
    }
  }

  @Test
  void believesNoOtherKey() {
    try (Peer peer = Peer.of(node).secure()) {
      assertEquals(Status.BADSIG, peer.prove(name(), SigningKey.generate()).status());
      assertEquals(Status.AUTHREQUIRED, peer.status(X1Command.Boxes.INSTANCE));
    }
  }

  @Test
  void takesAChallengeOnceWhateverTheAnswerWas() {
    try (Peer peer = Peer.of(node).secure()) {
      Bytes challenge = peer.ask(new X1Command.Auth(name(), "d")).payload();
      assertEquals(32, challenge.length());
      Bytes proof = peer.proof(name(), "d", challenge, user.key());
      assertEquals(Status.OK, peer.status(new X1Command.Prove(proof)));
      assertEquals(Status.GONE, peer.status(new X1Command.Prove(proof)));

      Bytes second = peer.ask(new X1Command.Auth(name(), "d")).payload();
      assertEquals(Status.BADSIG, peer.status(new X1Command.Prove(proof)));
      Bytes late = peer.proof(name(), "d", second, user.key());
      assertEquals(Status.GONE, peer.status(new X1Command.Prove(late)));
    }
  }

  @Test
  void takesAChallengeBackOnAMalformedProof() {
    try (Peer peer = Peer.of(node).secure()) {
      Bytes challenge = peer.ask(new X1Command.Auth(name(), "d")).payload();
      assertEquals(Status.BADREQUEST, peer.ask(peer.frame("PROVE", TestMail.noise(63))).status());
      Bytes proof = peer.proof(name(), "d", challenge, user.key());
      assertEquals(Status.GONE, peer.status(new X1Command.Prove(proof)));
    }
  }

  @Test
  void asksForAChallengeBeforeAProof() {
    try (Peer peer = Peer.of(node).secure()) {
      assertEquals(Status.GONE, peer.status(new X1Command.Prove(TestMail.noise(64))));
    }
  }

  @Test
  void letsALaterChallengeReplaceTheEarlier() {
    try (Peer peer = Peer.of(node).secure()) {
      Bytes first = peer.ask(new X1Command.Auth(name(), "d")).payload();
      peer.ask(new X1Command.Auth(name(), "d"));
      Bytes proof = peer.proof(name(), "d", first, user.key());
      assertEquals(Status.BADSIG, peer.status(new X1Command.Prove(proof)));
    }
  }

  @Test
  void bindsAProofToUserDeviceAndChannel() {
    try (Peer peer = Peer.of(node).secure();
        Peer other = Peer.of(node).secure()) {
      Bytes challenge = peer.ask(new X1Command.Auth(name(), "phone")).payload();
      Bytes otherDevice = peer.proof(name(), "desk", challenge, user.key());
      assertEquals(Status.BADSIG, peer.status(new X1Command.Prove(otherDevice)));

      challenge = peer.ask(new X1Command.Auth(name(), "phone")).payload();
      Bytes otherUser = peer.proof(user.address().toString(), "phone", challenge, user.key());
      assertEquals(Status.BADSIG, peer.status(new X1Command.Prove(otherUser)));

      challenge = peer.ask(new X1Command.Auth(name(), "phone")).payload();
      Bytes otherChannel = other.proof(name(), "phone", challenge, user.key());
      assertEquals(Status.BADSIG, peer.status(new X1Command.Prove(otherChannel)));
    }
  }

  @Test
  void deniesADisabledAccountItsSession() {
    TestNode.User disabled = node.openWithoutPassword(freshName("disabled"));
    node.change(disabled, "POST", "/disable");
    try (Peer peer = Peer.of(node).secure()) {
      assertEquals(
          Status.DENIED, peer.prove(disabled.address().toString(), disabled.key()).status());
      assertEquals(
          Status.BADSIG, peer.prove(disabled.address().toString(), SigningKey.generate()).status());
    }
  }

  /** What ends the session of an account, and lets it come back or not. */
  enum Ending {
    DISABLED,
    DISABLED_AND_ENABLED,
    REMOVED,
    RESET
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.EnumSource
  void endsTheSessionWithItsAccount(Ending ending) {
    TestNode.User gone = node.openWithoutPassword(freshName("gone"));
    try (Peer peer = Peer.session(node, gone)) {
      assertEquals(Status.OK, peer.status(X1Command.Boxes.INSTANCE));
      switch (ending) {
        case DISABLED -> node.change(gone, "POST", "/disable");
        case DISABLED_AND_ENABLED -> {
          node.change(gone, "POST", "/disable");
          node.change(gone, "POST", "/enable");
        }
        case REMOVED -> node.change(gone, "DELETE", "");
        case RESET -> node.reset(gone);
      }
      assertEquals(Status.AUTHREQUIRED, peer.status(X1Command.Boxes.INSTANCE));
      assertEquals(Status.AUTHREQUIRED, peer.status(X1Command.Quota.INSTANCE));
      Message own = TestMail.opaque(gone.address(), gone.address(), 60);
      assertEquals(
          Status.AUTHREQUIRED,
          peer.append(new X1Command.Append("drafts", List.of()), own).status());
      peer.say("NOOP\0").expectGeneral("SUCCESS");
    }
  }

  @Test
  void keepsTheSessionOverAPasswordChangeAndANewKey() {
    TestNode.User kept = node.openWithoutPassword(freshName("kept"));
    try (Peer peer = Peer.session(node, kept)) {
      Bytes xzibit = TestNode.anXzibit(SigningKey.generate());
      assertEquals(Status.OK, peer.status(new X1Command.Xzibit(xzibit)));
      assertEquals(Status.OK, peer.status(X1Command.Boxes.INSTANCE));
      peer.say("LOGIN\0" + kept.address() + "\0").expect(node.exact().xzibit(xzibit));
    }
  }
}
