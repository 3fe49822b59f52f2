package cmtp.node.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.persistence.trace.TraceKind;
import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.SealedBox;
import cmtp.protocol.crypto.SignedInput;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.field.FieldReader;
import cmtp.protocol.message.LogEntry;
import cmtp.protocol.message.MailText;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Five days in which a domain can't be reached. */
class FiveDaysTest {

  @Test
  void keepsToTheScheduleTellsOfTheDelayOnceAndOfTheFailureOnce() throws IOException {
    try (QueueLab lab = new QueueLab()) {
      lab.start();
      lab.enqueue(QueueLab.mail(1, true));
      lab.enqueue(QueueLab.mail(2, false));
      List<Long> dialledMs = new ArrayList<>();
      long endMs = TestClock.START_MS + QueueLab.RETRY.giveUpAfter().toMillis();
      while (lab.clock.millis() < endMs) {
        dialledMs.add(lab.clock.millis());
        lab.opened().broken("nobody answers");
        int dials = dialledMs.size();
        lab.eventually(() -> assertEquals(dials, lab.summary().backoff().failedDials()));
        long nextMs = Math.min(lab.summary().backoff().nextDialMs(), endMs);
        passInSteps(lab, nextMs - lab.clock.millis());
      }
      assertEquals(schedule(endMs), dialledMs);
      assertEquals(dialsOfTheScene(), dialledMs);

      lab.eventually(() -> assertEquals(0, lab.summary().waiting()));
      lab.eventually(() -> assertEquals(2, lab.inbox.size()));
      lab.pass(Duration.ofHours(3));
      lab.opened.expectNoMessage(Duration.ofMillis(100));
      assertEquals(2, lab.inbox.size(), "one notice, one bounce, both for the proven originator");
      assertEquals(1, lab.traced(TraceKind.DELAY_REPORTED));
      assertEquals(1, lab.traced(TraceKind.FAILURE_REPORTED));
      assertEquals(2, lab.traced(TraceKind.FAILED));
      assertNotice(lab);
      assertBounce(lab, dialledMs.size());
    }
  }

  /** The notice comes due between two dials: its timer has to fire by itself. */
  private static void passInSteps(QueueLab lab, long ms) {
    long noticeMs = TestClock.START_MS + QueueLab.RETRY.noticeAfter().toMillis();
    long untilNoticeMs = noticeMs - lab.clock.millis();
    if (untilNoticeMs > 0 && untilNoticeMs < ms) {
      lab.pass(Duration.ofMillis(untilNoticeMs - 1));
      assertEquals(0, lab.inbox.size());
      lab.pass(Duration.ofMillis(1));
      lab.eventually(() -> assertEquals(1, lab.inbox.size()));
      lab.pass(Duration.ofMillis(ms - untilNoticeMs));
    } else {
      lab.pass(Duration.ofMillis(ms));
    }
  }

  /** The simulation of very many domains has to make the same ones. */
  private static List<Long> dialsOfTheScene() throws IOException {
    return QueueScenesTest.lines("outage").stream()
        .filter(line -> line.endsWith(" dials 1"))
        .map(line -> TestClock.START_MS + Long.parseLong(line.split(" ")[0]))
        .toList();
  }

  private static List<Long> schedule(long endMs) {
    RetrySchedule schedule = new RetrySchedule(QueueLab.RETRY);
    List<Long> times = new ArrayList<>();
    for (long at = TestClock.START_MS; at < endMs; ) {
      times.add(at);
      at += schedule.delayMs(times.size(), 0.5);
    }
    return times;
  }

  private static void assertNotice(QueueLab lab) {
    MailText text = opened(lab, 0);
    assertEquals("Delayed: bob@far.example", text.subject());
    assertTrue(text.text().contains("Reason: nobody answers"), text.text());
    assertTrue(text.text().contains("Next: 2027-01-1"), text.text());
  }

  private static void assertBounce(QueueLab lab, int attempts) {
    MailText text = opened(lab, 1);
    assertEquals("Not delivered: bob@far.example", text.subject());
    String reason =
        "Reason: could not be delivered in 5 days (" + attempts + " attempts): nobody answers";
    assertTrue(text.text().contains(reason), text.text());
    assertTrue(text.text().contains("Message: " + QueueLab.mid(1)), text.text());
  }

  /** Opens a report as the originator's client does, who believes the server's key. */
  private static MailText opened(QueueLab lab, int n) {
    Bytes message = lab.reports.get(lab.inbox.get(n).contentId());
    FieldReader in = new FieldReader(message);
    MessageHeader header = MessageHeader.read(in);
    int logAt = header.encode().length();
    int bodyAt = logAt + (int) header.logLength();
    assertEquals("@home.example", header.source().orElseThrow().toString());
    assertEquals(QueueLab.ALICE, header.destination().orElseThrow());
    MessageLog log = new MessageLog(message.slice(logAt, bodyAt));
    LogEntry.SenderSignature signature = log.senderSignature().orElseThrow();
    VerifyKey server = lab.identity.key().publicKey();
    assertEquals(server.bytes(), signature.key());
    Bytes signed =
        SignedInput.mail(
            lab.inbox.get(n).mid(), signature.timeMillis(), QueueLab.ALICE_KEY.publicKey());
    assertTrue(server.verify(signature.signature(), signed));
    Bytes body = message.slice(bodyAt, message.length());
    return MailText.decode(SealedBox.open(body, QueueLab.ALICE_KEY).orElseThrow());
  }
}
