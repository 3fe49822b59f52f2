package cmtp.node.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import cmtp.node.TestNode.User;
import cmtp.node.proof.Letters.Sent;
import cmtp.node.proof.Workload.Resident;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.client.MailOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes in processes of their own, and mail between them. */
class FederationTest {
  private static final int USERS = 3;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  private static Federation federation;

  @BeforeAll
  static void start() throws Exception {
    federation = Federation.start(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    federation.close();
  }

  @Test
  void mailGoesFromEachToEach() throws Exception {
    List<Resident> residents = residents("each", 1);
    List<Sent> sent = new ArrayList<>();
    for (Resident from : residents) {
      try (CmtpClient session = from.home().process().session(from.user())) {
        for (Resident to : residents) {
          if (to != from) {
            Sent letter = Letters.to(from.user(), to.user(), "hello " + to.user().address());
            assertInstanceOf(
                MailOutcome.Receipt.class, session.mail(letter.message(), bytes -> {}));
            sent.add(letter);
          }
        }
      }
    }
    federation.awaitQuiet();
    Aftermath aftermath = verify(sent, residents);
    assertEquals(6, aftermath.delivered());
  }

  @Test
  void everyMessageIsInItsMailboxOnceOrBouncedOnceWhileNodesAreKilled(TestInfo test)
      throws Exception {
    survives(test, 200, 3, 20260301);
  }

  @Test
  @Tag("long")
  void everyOneOfTenThousandMessagesIsThereOnceWhileNodesAreKilled(TestInfo test) throws Exception {
    survives(test, 10_000, 32, 20260302);
  }

  private static void survives(TestInfo test, int messages, int kills, long seed) throws Exception {
    List<Resident> residents = residents("load", USERS);
    Random random = new Random(seed);
    int portion = messages / (kills + 1);
    int killed = 0;
    try (Workload workload = new Workload(residents, messages, seed)) {
      workload.start();
      // What is allowed beyond a kill is written while the node is away.
      workload.allow(portion / 2);
      for (; killed < kills; killed++) {
        workload.allow(portion);
        workload.awaitAcknowledged(portion - random.nextInt(portion / 4));
        FederatedNode node = federation.nodes().get(random.nextInt(federation.nodes().size()));
        node.kill();
        node.start();
      }
      workload.awaitEnd();
      federation.awaitQuiet();
      assertEquals(messages, workload.acknowledged().size());
      Aftermath aftermath = verify(workload.acknowledged(), residents);
      assertEquals(messages, aftermath.delivered() + aftermath.bounced());
      report(test, kills, workload, aftermath);
    }
  }

  private static void report(TestInfo test, int kills, Workload workload, Aftermath aftermath) {
    System.out.printf(
        "%s: %d kills, %d delivered, %d bounced, %d sent again%n",
        test.getDisplayName(),
        kills,
        aftermath.delivered(),
        aftermath.bounced(),
        workload.sentAgain());
  }

  private static List<Resident> residents(String name, int each) throws Exception {
    List<Resident> residents = new ArrayList<>();
    for (FederatedNode node : federation.nodes()) {
      for (int i = 0; i < each; i++) {
        User user = node.process().open(name + i);
        residents.add(new Resident(node, user));
      }
    }
    return residents;
  }

  private static Aftermath verify(List<Sent> sent, List<Resident> residents) throws Exception {
    Aftermath aftermath = new Aftermath(federation, sent);
    for (Resident resident : residents) {
      aftermath.verifyInbox(resident.user());
    }
    aftermath.verifyTraces();
    return aftermath;
  }
}
