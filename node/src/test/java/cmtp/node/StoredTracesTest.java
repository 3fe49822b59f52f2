package cmtp.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.persistence.trace.TraceEntry;
import cmtp.persistence.trace.TraceKind;
import cmtp.persistence.trace.TraceStore;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class StoredTracesTest {
  private static final Address BOB = Address.parse("bob@example.org");

  private final List<TraceEntry> noted = new ArrayList<>();
  private boolean broken;

  private final TraceStore store =
      new TraceStore() {
        @Override
        public CompletionStage<Void> note(List<TraceEntry> entries) {
          if (broken) {
            return CompletableFuture.failedFuture(new IllegalStateException("the disk is full"));
          }
          noted.addAll(entries);
          return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<List<TraceEntry>> find(Bytes prefix) {
          throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Integer> forgetBefore(long unixMillis) {
          throw new UnsupportedOperationException();
        }
      };

  private static MessageId mid() {
    return new MessageId(TestMail.noise(32));
  }

  private static long complaints(LogLines lines) {
    return lines.all().stream()
        .filter(line -> line.startsWith("WARN deliveries are not traced"))
        .count();
  }

  @Test
  void notesEachDelivery() {
    MessageId mid = mid();
    new StoredTraces(store).stored(mid, BOB, 77);
    assertEquals(
        List.of(new TraceEntry(mid, 77, TraceKind.STORED, "bob@example.org", "", Bytes.EMPTY)),
        noted);
  }

  @Test
  void saysOnceThatTheStoreFailsAndGoesOn() {
    StoredTraces traces = new StoredTraces(store);
    try (LogLines lines = LogLines.open()) {
      broken = true;
      traces.stored(mid(), BOB, 1);
      traces.stored(mid(), BOB, 2);
      assertEquals(1, complaints(lines));
      broken = false;
      traces.stored(mid(), BOB, 3);
      broken = true;
      traces.stored(mid(), BOB, 4);
      assertEquals(2, complaints(lines));
    }
    assertEquals(1, noted.size());
  }
}
