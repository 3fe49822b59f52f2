package cmtp.persistence.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceEntryTest {
  private static final MessageId MID = new MessageId(Bytes.wrap(new byte[32]));

  private static TraceEntry entry(String place, String detail, int proofBytes) {
    return new TraceEntry(
        MID, 1, TraceKind.DELIVERED, place, detail, Bytes.wrap(new byte[proofBytes]));
  }

  @Test
  void textsOverTheirBoundAreCut() {
    TraceEntry entry = entry("p".repeat(512), "d" + "\u00e4".repeat(600), 96);
    assertEquals("p".repeat(511), entry.place());
    assertEquals("d" + "\u00e4".repeat(511), entry.detail());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 64, 95, 97})
  void aProofIsKeyAndSignatureOrNothing(int length) {
    assertThrows(IllegalArgumentException.class, () -> entry("", "", length));
  }

  /** They are stored by their number. */
  @Test
  void kindsKeepTheirNumbers() {
    assertEquals(
        List.of(
            TraceKind.STORED,
            TraceKind.QUEUED,
            TraceKind.DELIVERED,
            TraceKind.SENT_UNPROVEN,
            TraceKind.DEFERRED,
            TraceKind.FAILED,
            TraceKind.DELAY_REPORTED,
            TraceKind.FAILURE_REPORTED,
            TraceKind.DROPPED),
        List.of(TraceKind.values()).subList(0, 9));
  }
}
