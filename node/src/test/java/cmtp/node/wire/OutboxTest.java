package cmtp.node.wire;

import static cmtp.node.SharedNode.freshName;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.FarDomains;
import cmtp.node.Peer;
import cmtp.node.TestMail;
import cmtp.node.TestNode;
import cmtp.node.delivery.RemoteDomain;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SPEC 7.21. */
class OutboxTest {
  private static final X1Command.Outbox LIST = new X1Command.Outbox(Optional.empty());

  private static final AtomicLong IDS = new AtomicLong();

  @TempDir static Path data;
  private static FarDomains far;
  private static TestNode node;

  private final TestNode.User alice = node.openWithoutPassword(freshName("alice"));

  @BeforeAll
  static void start() {
    far = new FarDomains();
    node = TestNode.start(data, far);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static RemoteDomain.Mail mail(
      TestNode.User from, String reason, boolean held, boolean inDelivery) {
    return new RemoteDomain.Mail(
        new DomainName("b.example"),
        IDS.incrementAndGet(),
        new MessageId(TestMail.noise(32)),
        from.address().toString(),
        "bob@b.example",
        1000,
        1_767_225_600_000L,
        3,
        reason,
        1_767_225_960_000L,
        held,
        inDelivery);
  }

  private static X1Command.Outbox cancel(RemoteDomain.Mail mail) {
    return new X1Command.Outbox(Optional.of(mail.mid()));
  }

  @Test
  void listsOwnMailOnly() {
    RemoteDomain.Mail waiting = mail(alice, "no answer", false, false);
    RemoteDomain.Mail held = mail(alice, "", true, false);
    RemoteDomain.Mail busy = mail(alice, "", false, true);
    far.keep(mail(node.openWithoutPassword(freshName("other")), "", false, false));
    List.of(waiting, held, busy).forEach(far::keep);
    try (Peer peer = Peer.session(node, alice)) {
      Payload.Outbox outbox = peer.ok(LIST, Payload.Outbox::decode);
      assertEquals(
          List.of(
              row(waiting, "no answer", 1_767_225_960_000L, Payload.OutboxRow.State.WAITING),
              row(held, "", 0, Payload.OutboxRow.State.HELD),
              row(busy, "", 1_767_225_960_000L, Payload.OutboxRow.State.IN_DELIVERY)),
          outbox.rows());
      assertEquals(false, outbox.more());
    }
  }

  private static Payload.OutboxRow row(
      RemoteDomain.Mail mail, String reason, long next, Payload.OutboxRow.State state) {
    return new Payload.OutboxRow(
        mail.mid(), "bob@b.example", 1_767_225_600_000L, 3, reason, next, state);
  }

  @Test
  void listsAtMost500AndSaysSo() {
    for (int i = 0; i < 501; i++) {
      far.keep(mail(alice, "", false, false));
    }
    try (Peer peer = Peer.session(node, alice)) {
      Payload.Outbox outbox = peer.ok(LIST, Payload.Outbox::decode);
      assertEquals(500, outbox.rows().size());
      assertTrue(outbox.more());
    }
  }

  @Test
  void shortensAReasonThatIsTooLongAtACharacter() {
    far.keep(mail(alice, "x" + "\uD83D\uDE00".repeat(300), false, false));
    try (Peer peer = Peer.session(node, alice)) {
      Payload.OutboxRow row = peer.ok(LIST, Payload.Outbox::decode).rows().get(0);
      assertEquals("x" + "\uD83D\uDE00".repeat(255), row.reason());
    }
  }

  @Test
  void takesWaitingMailBack() {
    RemoteDomain.Mail waiting = mail(alice, "", false, false);
    far.keep(waiting);
    try (Peer peer = Peer.session(node, alice)) {
      assertEquals(0, peer.ask(cancel(waiting)).payload().length());
      assertEquals(List.of(), peer.ok(LIST, Payload.Outbox::decode).rows());
      assertEquals(Status.NOTFOUND, peer.status(cancel(waiting)));
    }
  }

  @Test
  void doesNotTakeBackWhatIsBeingDelivered() {
    RemoteDomain.Mail busy = mail(alice, "", false, true);
    far.keep(busy);
    try (Peer peer = Peer.session(node, alice)) {
      assertEquals(Status.DENIED, peer.status(cancel(busy)));
      assertEquals(1, peer.ok(LIST, Payload.Outbox::decode).rows().size());
    }
  }

  @Test
  void tellsNothingOfAnothersMailAndLeavesItAlone() {
    TestNode.User other = node.openWithoutPassword(freshName("other"));
    RemoteDomain.Mail waiting = mail(other, "", false, false);
    far.keep(waiting);
    try (Peer peer = Peer.session(node, alice)) {
      assertEquals(Status.NOTFOUND, peer.status(cancel(waiting)));
    }
    try (Peer peer = Peer.session(node, other)) {
      assertEquals(1, peer.ok(LIST, Payload.Outbox::decode).rows().size());
    }
  }

  @Test
  void doesNotTakeBackWhatSomebodySentInOnesName() {
    RemoteDomain.Mail forged = mail(alice, "", false, false);
    RemoteDomain.Mail busy = mail(alice, "", false, true);
    far.keepUnproven(forged);
    far.keepUnproven(busy);
    try (Peer peer = Peer.session(node, alice)) {
      assertEquals(Status.NOTFOUND, peer.status(cancel(forged)));
      assertEquals(Status.NOTFOUND, peer.status(cancel(busy)));
    }
  }

  @Test
  void wantsASession() {
    try (Peer peer = Peer.of(node)) {
      assertEquals(Status.SECUREREQUIRED, peer.status(LIST));
      peer.secure();
      assertEquals(Status.AUTHREQUIRED, peer.status(LIST));
    }
  }
}
