package cmtp.node.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.TestNode.User;
import cmtp.node.cli.mail.Proof;
import cmtp.node.cli.mail.SenderKey;
import cmtp.node.proof.Letters.Sent;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.command.Payload;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SealedBox;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.message.HopTrail;
import cmtp.protocol.message.LogEntry;
import cmtp.protocol.message.MailText;
import cmtp.protocol.message.Message;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What must have become of mail when everything is quiet. */
final class Aftermath {
  private final Map<MessageId, Sent> sent = new HashMap<>();
  private final Map<String, VerifyKey> serverKeys = new TreeMap<>();
  private final Federation federation;
  private int delivered;
  private int bounced;

  Aftermath(Federation federation, List<Sent> acknowledged)
      throws IOException, InterruptedException {
    this.federation = federation;
    acknowledged.forEach(one -> sent.put(one.mid(), one));
    for (FederatedNode node : federation.nodes()) {
      serverKeys.put(node.domain(), node.process().serverKey());
    }
  }

  int delivered() {
    return delivered;
  }

  int bounced() {
    return bounced;
  }

  /** Everything in this inbox belongs there, once, and nothing is missing. */
  void verifyInbox(User reader) throws IOException, InterruptedException {
    Set<MessageId> wanted = new HashSet<>();
    sent.values().stream()
        .filter(one -> owner(one).equals(reader))
        .forEach(o -> wanted.add(o.mid()));
    FederatedNode home = federation.node(reader.address().domain().value());
    try (CmtpClient session = home.process().session(reader)) {
      for (Payload.MessageRow row : Inbox.list(session)) {
        Message message = Inbox.fetch(session, row.uid());
        assertEquals(row.mid(), message.mid());
        MessageId about = verify(reader, message);
        assertTrue(wanted.remove(about), () -> "not expected, or twice: " + about);
      }
    }
    assertEquals(Set.of(), wanted, () -> "acknowledged and lost for " + reader.address());
  }

  private static User owner(Sent sent) {
    return sent.reader().orElse(sent.sender());
  }

  /** The message that it is, or is about. */
  private MessageId verify(User reader, Message message) {
    String text =
        MailText.decode(SealedBox.open(message.body(), reader.key()).orElseThrow()).text();
    if (message.header().sourceAccount().isEmpty()) {
      verifyBounce(reader, message);
      return about(text);
    }
    Sent original = sent.get(message.mid());
    assertEquals(original.text(), text);
    assertProven(message, reader, original.sender().key().publicKey());
    verifyTrail(original, message);
    return message.mid();
  }

  private static MessageId about(String text) {
    return text.lines()
        .filter(line -> line.startsWith("Message: "))
        .findFirst()
        .flatMap(line -> MessageId.parse(line.substring("Message: ".length())))
        .orElseThrow(() -> new AssertionError("about no message: " + text));
  }

  private void verifyBounce(User reader, Message message) {
    String home = reader.address().domain().value();
    assertEquals(home, message.header().sourceDomain());
    assertProven(message, reader, serverKeys.get(home));
  }

  private static void assertProven(Message message, User reader, VerifyKey sender) {
    Proof proof =
        Proof.judge(
            new Proof.Evidence(message.header(), message.log(), Hash.of(message.body()), List.of()),
            reader.key().publicKey(),
            new SenderKey.Known(List.of(sender)));
    assertEquals(Proof.Verdict.PROVEN, proof.verdict(), proof.reason());
  }

  /** The sender's node took it from its sender, and says so with its key. */
  private void verifyTrail(Sent original, Message message) {
    String home = original.sender().address().domain().value();
    List<HopTrail.Step> steps = HopTrail.of(message.log(), message.mid());
    assertEquals(1, steps.size(), steps::toString);
    LogEntry.Hop hop = steps.get(0).hop().orElseThrow();
    assertEquals(HopTrail.Standing.SIGNED, steps.get(0).standing());
    assertEquals(LogEntry.HopAction.RECV, hop.action());
    assertEquals(home, hop.domain());
    assertEquals(serverKeys.get(home).bytes(), hop.key());
  }

  /**
   * The sender's node can prove what it delivered, and says nothing else of what it could not.
   * Lines of the trace other than receipts may be missing: nobody waits for them before a kill.
   */
  void verifyTraces() throws IOException, InterruptedException {
    for (Sent one : sent.values()) {
      FederatedNode home = federation.node(one.sender().address().domain().value());
      JsonNode entries =
          home.process().admin("GET", "/v1/trace/" + one.mid(), Map.of()).path("entries");
      if (one.reader().isEmpty()) {
        assertTrue(count(entries, "failed") <= 1, entries::toString);
        assertTrue(count(entries, "failure_reported") <= 1, entries::toString);
        assertEquals(0, count(entries, "delivered"), entries::toString);
        bounced++;
      } else {
        verifyDelivered(one, entries);
        delivered++;
      }
    }
  }

  private void verifyDelivered(Sent one, JsonNode entries) {
    VerifyKey peer = serverKeys.get(one.to().domain().value());
    assertTrue(count(entries, "delivered") > 0, entries::toString);
    assertEquals(0, count(entries, "failed"), entries::toString);
    boolean proven = false;
    for (JsonNode entry : entries) {
      if (entry.has("receipt")) {
        assertReceipt(entry.get("receipt"), one.mid(), peer);
        proven = true;
      }
    }
    assertTrue(proven, entries::toString);
  }

  private static void assertReceipt(JsonNode receipt, MessageId mid, VerifyKey peer) {
    assertEquals(peer.base64(), receipt.get("key").asText());
    Optional<Bytes> signature = Bytes.base64(receipt.get("signature").asText());
    assertTrue(peer.verify(signature.orElseThrow(), Bytes.utf8("SUCCESS " + mid)));
  }

  private static int count(JsonNode entries, String kind) {
    int count = 0;
    for (JsonNode entry : entries) {
      count += entry.get("kind").asText().equals(kind) ? 1 : 0;
    }
    return count;
  }
}
