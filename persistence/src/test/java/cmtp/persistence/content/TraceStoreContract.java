package cmtp.persistence.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.persistence.engine.MailStore;
import cmtp.persistence.testing.TestEngine;
import cmtp.persistence.trace.TraceEntry;
import cmtp.persistence.trace.TraceKind;
import cmtp.persistence.trace.TraceStore;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the trace promises, whatever database it is on. */
abstract class TraceStoreContract {
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(12_345), ZoneOffset.UTC);
  private static final long AT_MS = 1_760_000_000_000L;
  private static final Bytes PROOF = Bytes.wrap(new byte[TraceEntry.PROOF_BYTES]);

  @TempDir private Path temp;
  private TestEngine engine;
  private MailStore store;
  private TraceStore trace;

  abstract TestEngine engine(Path directory);

  @BeforeEach
  void open() {
    engine = engine(temp);
    open(ContentSettings.DEFAULT);
  }

  private void open(ContentSettings settings) {
    store = engine.open(settings, CLOCK);
    trace = store.trace();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static Throwable failure(CompletionStage<?> stage) {
    return assertThrows(CompletionException.class, () -> await(stage)).getCause();
  }

  private static MessageId mid(int first, long last) {
    return new MessageId(
        Bytes.wrap(ByteBuffer.allocate(32).putInt(0, first).putLong(24, last).array()));
  }

  private static Bytes prefix(int first) {
    return Bytes.wrap(ByteBuffer.allocate(4).putInt(first).array());
  }

  private static TraceEntry entry(MessageId mid, TraceKind kind, long atMs) {
    Bytes proof = kind == TraceKind.DELIVERED ? PROOF : Bytes.EMPTY;
    return new TraceEntry(mid, atMs, kind, "example.net", "a \u00fc detail", proof);
  }

  private static final int REFUSALS = 10;
  private static final int OFFERS_MAX = 5000;

  @Test
  void notesAreFoundByPrefixInTheOrderTheyWereMade() {
    TraceEntry queued = entry(mid(7, 1), TraceKind.QUEUED, AT_MS + 5);
    TraceEntry delivered = entry(mid(7, 1), TraceKind.DELIVERED, AT_MS); // the clock was set back
    TraceEntry neighbour = entry(mid(7, 2), TraceKind.STORED, AT_MS);
    await(trace.note(List.of(neighbour, queued, entry(mid(8, 1), TraceKind.FAILED, AT_MS))));
    await(trace.note(List.of(delivered)));
    assertEquals(List.of(queued, delivered, neighbour), await(trace.find(prefix(7))));
    assertEquals(List.of(queued, delivered), await(trace.find(mid(7, 1).value())));
    assertEquals(List.of(), await(trace.find(prefix(6))));
  }

  @Test
  void everyKindComesBack() {
    List<TraceEntry> all = new ArrayList<>();
    for (TraceKind kind : TraceKind.values()) {
      all.add(entry(mid(1, 1), kind, AT_MS));
    }
    await(trace.note(all));
    assertEquals(all, await(trace.find(prefix(1))));
  }

  @Test
  void thePrefixOfTheHighestMidsIsOneLikeAnother() {
    byte[] highest = new byte[32];
    Arrays.fill(highest, (byte) 0xff);
    TraceEntry last = entry(new MessageId(Bytes.wrap(highest)), TraceKind.STORED, AT_MS);
    await(trace.note(List.of(last, entry(mid(0, 0), TraceKind.STORED, AT_MS))));
    assertEquals(List.of(last), await(trace.find(Bytes.hex("ffffffff"))));
    assertEquals(1, await(trace.find(Bytes.hex("00000000"))).size());
  }

  @Test
  void noMoreAreFoundThanTheBound() {
    TraceEntry one = entry(mid(1, 1), TraceKind.DEFERRED, AT_MS);
    await(trace.note(Collections.nCopies(TraceStore.FOUND_MAX + 1, one)));
    assertEquals(TraceStore.FOUND_MAX, await(trace.find(prefix(1))).size());
  }

  @Test
  void notesSurviveReopening() {
    TraceEntry delivered = entry(mid(1, 1), TraceKind.DELIVERED, AT_MS);
    await(trace.note(List.of(delivered)));
    close();
    open(ContentSettings.DEFAULT);
    assertEquals(List.of(delivered), await(trace.find(prefix(1))));
  }

  @Test
  void closingFinishesWhatIsQueued() {
    CompletionStage<Void> last = trace.note(List.of(entry(mid(1, 1), TraceKind.QUEUED, AT_MS)));
    store.contents().close();
    await(last);
    assertInstanceOf(
        StoreOverloaded.class,
        failure(trace.note(List.of(entry(mid(1, 1), TraceKind.QUEUED, AT_MS)))));
    assertInstanceOf(StoreOverloaded.class, failure(trace.find(prefix(1))));
    assertInstanceOf(StoreOverloaded.class, failure(trace.forgetBefore(AT_MS)));
  }

  @Test
  void onlyOlderOnesAreForgottenHoweverMany() {
    List<CompletionStage<Void>> notes = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      List<TraceEntry> some = new ArrayList<>();
      for (int n = 0; n < 1000; n++) {
        long atMs = n % 10 == 0 ? AT_MS : AT_MS - 1 - n; // not in the order of time
        some.add(entry(mid(n % 10, n), TraceKind.STORED, atMs));
      }
      notes.add(trace.note(some));
    }
    notes.forEach(TraceStoreContract::await);
    assertEquals(4500, await(trace.forgetBefore(AT_MS)));
    assertEquals(0, await(trace.forgetBefore(AT_MS)));
    assertEquals(TraceStore.FOUND_MAX, await(trace.find(prefix(0))).size());
    for (int i = 1; i < 10; i++) {
      assertEquals(List.of(), await(trace.find(prefix(i))));
    }
    assertEquals(500, await(trace.forgetBefore(AT_MS + 1)));
  }

  @Test
  void notesGoOnDuringALongForgetting() throws SQLException {
    List<TraceEntry> old = Collections.nCopies(1000, entry(mid(1, 1), TraceKind.STORED, AT_MS - 1));
    for (int i = 0; i < 8; i++) {
      await(trace.note(old));
    }
    CompletionStage<Integer> forgotten;
    CompletionStage<Boolean> early;
    try (Connection held = engine.holdWriters(store)) {
      assertFalse(held.isClosed());
      forgotten = trace.forgetBefore(AT_MS);
      early =
          trace
              .note(List.of(entry(mid(2, 2), TraceKind.STORED, AT_MS)))
              .thenApply(done -> !forgotten.toCompletableFuture().isDone());
    }
    assertTrue(await(early), "all was forgotten before the note got its turn");
    assertEquals(8000, await(forgotten));
    assertEquals(1, await(trace.find(prefix(2))).size());
  }

  @Test
  void refusesWhenTooMuchWaitsAndRecovers() throws SQLException {
    close();
    open(new ContentSettings(4000, 10, 1 << 20, 1, 2));
    List<TraceEntry> one = List.of(entry(mid(1, 1), TraceKind.STORED, AT_MS));
    List<TraceEntry> many = Collections.nCopies(100, one.get(0));
    List<CompletionStage<Void>> taken = new ArrayList<>();
    CompletionStage<Integer> forgotten;
    int refused = 0;
    try (Connection held = engine.holdWriters(store)) {
      assertFalse(held.isClosed());
      assertInstanceOf(StoreOverloaded.class, failure(trace.note(many)));
      // The writer may have taken some into its hands before it was held up.
      for (int i = 0; refused < REFUSALS && i < OFFERS_MAX; i++) {
        CompletionStage<Void> stage = trace.note(one);
        if (stage.toCompletableFuture().isCompletedExceptionally()) {
          assertInstanceOf(StoreOverloaded.class, failure(stage));
          refused++;
        } else {
          taken.add(stage);
        }
      }
      forgotten = trace.forgetBefore(0); // what frees space still gets in
    }
    assertEquals(REFUSALS, refused);
    assertFalse(taken.isEmpty());
    taken.forEach(TraceStoreContract::await);
    assertEquals(0, await(forgotten));
    await(trace.note(one));
    assertEquals(taken.size() + 1, await(trace.find(prefix(1))).size());
  }

  @Test
  void argumentsOutOfBoundsAreRefused() {
    TraceEntry one = entry(mid(1, 1), TraceKind.STORED, AT_MS);
    List<TraceEntry> tooMany = Collections.nCopies(1001, one);
    assertThrows(IllegalArgumentException.class, () -> trace.note(List.of()));
    assertThrows(IllegalArgumentException.class, () -> trace.note(tooMany));
    assertThrows(IllegalArgumentException.class, () -> trace.find(Bytes.wrap(new byte[3])));
    assertThrows(IllegalArgumentException.class, () -> trace.find(Bytes.wrap(new byte[33])));
  }

  @Test
  void aNulInATextDoesNotFailThoseBesideIt() {
    TraceEntry bad = new TraceEntry(mid(1, 1), AT_MS, TraceKind.FAILED, "a\0b", "\0", Bytes.EMPTY);
    await(trace.note(List.of(bad, entry(mid(1, 2), TraceKind.STORED, AT_MS))));
    assertEquals("a\ufffdb", await(trace.find(prefix(1))).get(0).place());
  }
}
