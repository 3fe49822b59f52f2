package cmtp.node.wire;

import static cmtp.node.SharedNode.freshName;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.node.Peer;
import cmtp.node.SharedNode;
import cmtp.node.TestMail;
import cmtp.node.TestNode;
import cmtp.protocol.Bytes;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** SPEC 2.5: commands without waiting for replies, replies in the order of the commands. */
@ExtendWith(SharedNode.class)
class PipeliningTest {
  private static final int COMMANDS = 1500;

  private final TestNode node;
  private final TestNode.User user;

  PipeliningTest(TestNode node) {
    this.node = node;
    this.user = node.openWithoutPassword(freshName("piped"));
  }

  /** What is said in one go, and what must come back. */
  private final class Script {
    final List<Bytes> said = new ArrayList<>();
    final List<Bytes> wanted = new ArrayList<>();
    final List<Message> stored = new ArrayList<>();
    int senseless;

    void add(Bytes command, Bytes reply) {
      said.add(command);
      wanted.add(reply);
    }

    void add(Random random) {
      switch (random.nextInt(9)) {
        case 0 -> add(Bytes.utf8("NOOP\0"), node.exact().general("SUCCESS"));
        case 1 -> add(Bytes.utf8("OHAI\0\0"), node.exact().general("OHAI CMTP/1 example.org X1"));
        case 2 -> add(Bytes.utf8("KEYREQUEST\0\0\0"), node.exact().key(node.serverKey()));
        case 3 ->
            add(
                Bytes.utf8("KEYREQUEST\0" + user.address().account() + "\0example.org\0"),
                node.exact().key(user.key().publicKey()));
        case 4 ->
            add(Bytes.utf8("KEYREQUEST\0nobody\0\0"), node.exact().message("KEYNOTAVAILABLE"));
        case 5 -> refusedMail(random);
        case 6 -> add(Bytes.utf8("LOGIN\0nobody\0"), node.exact().general("FAILURE"));
        case 7 -> mail(random);
        default -> unknown();
      }
    }

    private void mail(Random random) {
      Message message =
          TestMail.opaque(user.address(), 48 + random.nextInt(3000), 48 + random.nextInt(2000));
      stored.add(message);
      add(Bytes.concat(Bytes.utf8("MAIL\0"), message.encode()), node.exact().general("SUCCESS"));
    }

    private void refusedMail(Random random) {
      Message message = TestMail.opaqueTo("nobody", "example.org", 48 + random.nextInt(5000));
      add(
          Bytes.concat(Bytes.utf8("MAIL\0"), message.encode()),
          node.exact().message("DELIVERYFAILURE"));
    }

    private void unknown() {
      if (senseless++ < 9) {
        add(Bytes.utf8("WHAT\0"), node.exact().general("FAILURE"));
      }
    }
  }

  @Test
  void answersManyMixedCommandsInTheirOrder() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Script script = new Script();
    for (int i = 0; i < COMMANDS; i++) {
      script.add(random);
    }
    Bytes said = Bytes.concat(script.said.toArray(Bytes[]::new));
    try (Peer peer = Peer.of(node)) {
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(() -> inPieces(peer, said, seed));
      for (int i = 0; i < script.wanted.size(); i++) {
        Bytes wanted = script.wanted.get(i);
        assertEquals(wanted, peer.take(wanted.length()), "reply " + i + ", seed " + seed);
      }
      writing.join();
    }
    try (Peer peer = Peer.session(node, user)) {
      long total =
          peer.ok(X1Command.Boxes.INSTANCE, Payload.BoxTable::decode).rows().stream()
              .filter(row -> row.box().equals("inbox"))
              .mapToLong(Payload.BoxRow::total)
              .sum();
      assertEquals(script.stored.size(), total, "seed " + seed);
    }
  }

  /** Where the packets end must not matter. */
  private static void inPieces(Peer peer, Bytes said, long seed) {
    Random random = new Random(seed);
    for (int at = 0; at < said.length(); ) {
      int to = Math.min(said.length(), at + 1 + random.nextInt(20_000));
      peer.send(said.slice(at, to));
      at = to;
    }
  }

  @Test
  void answersBytesThatComeOneByOne() {
    Message message = TestMail.opaque(user.address(), 100, 60);
    Bytes said =
        Bytes.concat(
            Bytes.utf8("NOOP\0KEYREQUEST\0" + user.address().account() + "\0\0MAIL\0"),
            message.encode(),
            Bytes.utf8("OHAI\0"));
    try (Peer peer = Peer.of(node)) {
      for (int i = 0; i < said.length(); i++) {
        peer.send(said.slice(i, i + 1));
      }
      peer.expectGeneral("SUCCESS").expect(node.exact().key(user.key().publicKey()));
      peer.expectGeneral("SUCCESS").expectGeneral("OHAI CMTP/1 example.org X1");
    }
  }
}
