package cmtp.node.cli.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.node.cli.mail.Proof.Evidence;
import cmtp.node.cli.mail.Proof.Verdict;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import cmtp.protocol.message.NamedFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProofTest {
  private static final Address ALICE = Address.parse("alice@a.org");
  private static final Address BOB = Address.parse("bob@b.org");

  private final SigningKey alice = SigningKey.generate();
  private final SigningKey bob = SigningKey.generate();
  private final SigningKey mallory = SigningKey.generate();
  private final Message message = sealed(alice, bob.publicKey());

  private static Message sealed(SigningKey sender, VerifyKey recipient) {
    Letter letter =
        new Letter(
            1,
            ALICE,
            List.of(BOB),
            List.of(),
            List.of(),
            "",
            "subject",
            "text",
            List.of(new NamedFile("a", Bytes.utf8("one")), new NamedFile("b", Bytes.utf8("two"))));
    return new LetterSealer(sender).seal(letter, BOB, recipient, 1234);
  }

  private static Evidence evidence(Message message, boolean withFiles) {
    List<Optional<Bytes>> hashes = new ArrayList<>();
    message
        .attachments()
        .forEach(a -> hashes.add(withFiles ? Optional.of(Hash.of(a)) : Optional.empty()));
    return new Evidence(message.header(), message.log(), Hash.of(message.body()), hashes);
  }

  private Verdict judge(Message judged, SenderKey sender) {
    return Proof.judge(evidence(judged, true), bob.publicKey(), sender).verdict();
  }

  private static SenderKey known(SigningKey... keys) {
    return new SenderKey.Known(Arrays.stream(keys).map(SigningKey::publicKey).toList());
  }

  private Message with(MessageHeader header, MessageLog log, Bytes body, List<Bytes> files) {
    return new Message(
        new MessageHeader(
            header.version(),
            files.size(),
            log.bytes().length(),
            body.length(),
            header.destinationAccount(),
            header.destinationDomain(),
            header.sourceAccount(),
            header.sourceDomain()),
        log,
        body,
        files);
  }

  private Message withLog(List<String> entries) {
    return with(message.header(), MessageLog.of(entries), message.body(), message.attachments());
  }

  @Test
  void provesAMessageSignedWithTheSendersKey() {
    assertEquals(Verdict.PROVEN, judge(message, known(alice)));
    assertEquals(message.mid(), evidence(message, true).mid().orElseThrow());
  }

  @Test
  void provesAMessageSignedWithAnEarlierKeyOfTheChain() {
    assertEquals(Verdict.PROVEN, judge(message, known(mallory, alice)));
  }

  @Test
  void needsNoLargeAttachmentWhereTheLogHasDigests() {
    assertEquals(
        Verdict.PROVEN,
        Proof.judge(evidence(message, false), bob.publicKey(), known(alice)).verdict());
  }

  @Test
  void callsAKeyThatIsNotTheSendersForged() {
    assertEquals(Verdict.FORGED, judge(sealed(mallory, bob.publicKey()), known(alice)));
  }

  @Test
  void callsAnUnsignedMessageUnproven() {
    assertEquals(
        Verdict.UNPROVEN, judge(withLog(message.log().entries().subList(0, 1)), known(alice)));
    assertEquals(Verdict.UNPROVEN, judge(withLog(List.of()), known(alice)));
  }

  @Test
  void callsASignatureMadeForAnotherReaderForged() {
    assertEquals(Verdict.FORGED, judge(sealed(alice, mallory.publicKey()), known(alice)));
  }

  @Test
  void callsAChangedBodyForged() {
    Bytes other = Bytes.concat(message.body(), Bytes.of((byte) 1));
    Message changed = with(message.header(), message.log(), other, message.attachments());
    assertEquals(Verdict.FORGED, judge(changed, known(alice)));
  }

  @Test
  void callsAChangedAttachmentForged() {
    List<Bytes> files = List.of(message.attachments().get(0), message.body());
    Message changed = with(message.header(), message.log(), message.body(), files);
    assertEquals(Verdict.FORGED, judge(changed, known(alice)));
  }

  @Test
  void callsSwappedAttachmentsForged() {
    List<Bytes> files = List.of(message.attachments().get(1), message.attachments().get(0));
    Message changed = with(message.header(), message.log(), message.body(), files);
    assertEquals(Verdict.FORGED, judge(changed, known(alice)));
  }

  @Test
  void callsAMissingAttachmentForged() {
    List<Bytes> files = List.of(message.attachments().get(0));
    Message changed = with(message.header(), message.log(), message.body(), files);
    assertEquals(Verdict.FORGED, judge(changed, known(alice)));
  }

  @Test
  void callsAnotherSourceForged() {
    MessageHeader header = message.header();
    MessageHeader other =
        new MessageHeader(
            header.version(),
            header.attachmentCount(),
            header.logLength(),
            header.bodyLength(),
            header.destinationAccount(),
            header.destinationDomain(),
            "eve",
            header.sourceDomain());
    Message changed = with(other, message.log(), message.body(), message.attachments());
    assertEquals(Verdict.FORGED, judge(changed, known(alice)));
  }

  @Test
  void callsDigestsAddedBehindTheSignatureForgedIfTheyDisagree() {
    String dig = sealed(mallory, bob.publicKey()).log().entries().get(0);
    List<String> entries = new ArrayList<>(message.log().entries());
    entries.set(0, dig);
    assertEquals(Verdict.FORGED, judge(withLog(entries), known(alice)));
  }

  @Test
  void isNotImpressedByEntriesThatNodesAppend() {
    List<String> entries = new ArrayList<>(message.log().entries());
    entries.add("X1 hop d=c.org a=recv t=1 k=x p=y s=z");
    entries.add("something else");
    assertEquals(Verdict.PROVEN, judge(withLog(entries), known(alice)));
  }

  @Test
  void callsASenderWhoseKeyIsNotKnownUnproven() {
    assertEquals(Verdict.UNPROVEN, judge(message, new SenderKey.Unknown("no such account")));
  }

  @Test
  void trustsThePinnedKeyAndNotYetTheNewOne() {
    SenderKey toNew = new SenderKey.Changed(mallory.publicKey(), alice.publicKey());
    SenderKey toOther = new SenderKey.Changed(alice.publicKey(), mallory.publicKey());
    SenderKey neither = new SenderKey.Changed(mallory.publicKey(), bob.publicKey());
    assertEquals(Verdict.UNPROVEN, judge(message, toNew));
    assertEquals(Verdict.PROVEN, judge(message, toOther));
    assertEquals(Verdict.FORGED, judge(message, neither));
  }
}
