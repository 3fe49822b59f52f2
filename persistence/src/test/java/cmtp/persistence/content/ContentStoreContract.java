package cmtp.persistence.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.persistence.engine.MailStore;
import cmtp.persistence.testing.TestEngine;
import cmtp.protocol.Bytes;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the content store promises, whatever database it is on. */
abstract class ContentStoreContract {
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(12_345), ZoneOffset.UTC);
  private static final String OWNER = "Mailbox|ann@example.org";

  @TempDir private Path temp;
  private TestEngine engine;
  private MailStore store;
  private ContentStore content;

  abstract TestEngine engine(Path directory);

  @BeforeEach
  void open() {
    engine = engine(temp);
    open(ContentSettings.DEFAULT);
  }

  private void open(ContentSettings settings) {
    store = engine.open(settings, CLOCK);
    content = store.contents();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen(ContentSettings settings) {
    close();
    open(settings);
  }

  private CompletionStage<List<PendingUpload>> pending() {
    return content.otherRuns().thenCompose(content::pending);
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static Throwable failure(CompletionStage<?> stage) {
    return assertThrows(CompletionException.class, () -> await(stage)).getCause();
  }

  private static Bytes random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  private static final int REFUSALS = 15;
  private static final int OFFERS_MAX = 5000;

  @Test
  void whatWasWrittenIsReadAtOnceAndAfterReopening() {
    long id = content.newId();
    await(content.append(id, OWNER, 0, Bytes.utf8("header")));
    assertEquals(Bytes.utf8("header"), await(content.read(id, 0, 100)));
    reopen(ContentSettings.DEFAULT);
    assertEquals(Bytes.utf8("header"), await(content.read(id, 0, 100)));
  }

  @Test
  void anyPartOfAStreamCanBeReadWhateverItsChunks() {
    long seed = 5;
    Random random = new Random(seed);
    long id = content.newId();
    List<Bytes> chunks = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      chunks.add(random(random, 1 + random.nextInt(i % 2 == 0 ? 400 : 200_000)));
    }
    for (int i = chunks.size() - 1; i >= 0; i--) {
      await(content.append(id, OWNER, i, chunks.get(i)));
    }
    Bytes all = Bytes.concat(chunks.toArray(Bytes[]::new));
    for (int i = 0; i < 200; i++) {
      int offset = random.nextInt(all.length() + 10);
      int length = 1 + random.nextInt(ContentStore.READ_BYTES_MAX);
      Bytes expected =
          offset >= all.length()
              ? Bytes.EMPTY
              : all.slice(offset, Math.min(all.length(), offset + length));
      assertEquals(expected, await(content.read(id, offset, length)), "seed " + seed);
    }
  }

  @Test
  void neighboursAreNotRead() {
    long first = content.newId();
    long second = content.newId();
    await(content.append(first, OWNER, ContentStore.CHUNKS_MAX - 1, Bytes.utf8("a")));
    await(content.append(second, OWNER, 0, Bytes.utf8("b")));
    assertEquals(Bytes.utf8("a"), await(content.read(first, 0, 10)));
    assertEquals(Bytes.utf8("b"), await(content.read(second, 0, 10)));
    assertEquals(Bytes.EMPTY, await(content.read(second + 1, 0, 10)));
  }

  @Test
  void aLargestChunkFitsAndALargerOneIsRefused() {
    long id = content.newId();
    Bytes largest = random(new Random(1), ContentStore.CHUNK_BYTES_MAX);
    await(content.append(id, OWNER, 0, largest));
    assertEquals(largest, await(content.read(id, 0, ContentStore.READ_BYTES_MAX)));
    Bytes larger = Bytes.wrap(new byte[ContentStore.CHUNK_BYTES_MAX + 1]);
    assertThrows(IllegalArgumentException.class, () -> content.append(id, OWNER, 1, larger));
    assertThrows(IllegalArgumentException.class, () -> content.append(id, OWNER, 1, Bytes.EMPTY));
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> content.append(id, OWNER, ContentStore.CHUNKS_MAX, Bytes.utf8("x")));
    assertThrows(
        IllegalArgumentException.class, () -> content.read(id, 0, ContentStore.READ_BYTES_MAX + 1));
    assertThrows(IllegalArgumentException.class, () -> content.read(id, -1, 1));
  }

  @Test
  void aChunkWrittenTwiceFailsAloneAndKeepsTheFirst() {
    long id = content.newId();
    CompletionStage<Void> first = content.append(id, OWNER, 0, Bytes.utf8("first"));
    CompletionStage<Void> again = content.append(id, OWNER, 0, Bytes.utf8("again"));
    CompletionStage<Void> other = content.append(content.newId(), OWNER, 0, Bytes.utf8("x"));
    await(first);
    assertInstanceOf(StoreFailed.class, failure(again));
    await(other);
    assertEquals(Bytes.utf8("first"), await(content.read(id, 0, 100)));
  }

  @Test
  void deletedStreamsAreGoneHoweverManyChunks() {
    long large = content.newId();
    long small = content.newId();
    long kept = content.newId();
    for (int i = 0; i < 300; i++) {
      content.append(large, OWNER, i, Bytes.utf8("chunk"));
    }
    content.append(small, OWNER, 0, Bytes.utf8("small"));
    await(content.append(kept, OWNER, 0, Bytes.utf8("kept")));
    await(content.delete(List.of(small, large, 999_999L)));
    assertEquals(Bytes.EMPTY, await(content.read(large, 0, 100)));
    assertEquals(Bytes.EMPTY, await(content.read(small, 0, 100)));
    assertEquals(Bytes.utf8("kept"), await(content.read(kept, 0, 100)));
  }

  @Test
  void appendsGoOnDuringALongDeletion() {
    long large = content.newId();
    for (int i = 0; i < 2000; i++) {
      content.append(large, OWNER, i, Bytes.utf8("chunk"));
    }
    await(content.append(large, OWNER, 2000, Bytes.utf8("last")));
    CompletionStage<Void> deletion = content.delete(List.of(large));
    CompletionStage<Void> append =
        content.append(content.newId(), OWNER, 0, Bytes.utf8("meanwhile"));
    append.thenAccept(
        done -> assertTrue(!deletion.toCompletableFuture().isDone(), "the deletion came first"));
    await(append.thenAccept(done -> {}));
    await(deletion);
    assertEquals(Bytes.EMPTY, await(content.read(large, 0, 100)));
  }

  @Test
  void uploadsOfAnEarlierRunArePendingUntilConfirmedOrAborted() {
    long confirmed = content.newId();
    long forgotten = content.newId();
    long aborted = content.newId();
    for (long id : List.of(confirmed, forgotten, aborted)) {
      content.append(id, OWNER, 0, Bytes.utf8("one"));
      await(content.append(id, OWNER, 1, Bytes.utf8("two")));
    }
    await(content.confirm(List.of(confirmed)));
    await(content.abort(aborted));
    assertEquals(List.of(), await(pending()), "this run's own uploads are not orphans");
    reopen(ContentSettings.DEFAULT);
    assertEquals(List.of(new PendingUpload(forgotten, OWNER, 12_345)), await(pending()));
    assertEquals(Bytes.EMPTY, await(content.read(aborted, 0, 10)));
    await(content.abort(forgotten));
    assertEquals(List.of(), await(pending()));
    assertEquals(Bytes.EMPTY, await(content.read(forgotten, 0, 10)));
    assertEquals(Bytes.utf8("onetwo"), await(content.read(confirmed, 0, 10)));
  }

  @Test
  void closingFinishesWhatIsQueued() {
    List<CompletionStage<Void>> stages = new ArrayList<>();
    long id = content.newId();
    for (int i = 0; i < 500; i++) {
      stages.add(content.append(id, OWNER, i, Bytes.utf8("x")));
    }
    stages.add(content.confirm(List.of(id)));
    content.close();
    stages.forEach(ContentStoreContract::await);
    assertInstanceOf(
        StoreOverloaded.class, failure(content.append(id, OWNER, 500, Bytes.utf8("x"))));
    assertInstanceOf(StoreOverloaded.class, failure(content.read(id, 0, 1)));
  }

  @Test
  void idsAscendAndAreNeverGivenOutAgain() throws SQLException {
    long last = 0;
    for (int run = 0; run < 3; run++) {
      for (int i = 0; i < 100; i++) {
        long id = content.newId();
        assertTrue(id > last, id + " after " + last);
        last = id;
      }
      await(content.append(last, OWNER, 0, Bytes.utf8("x")));
      await(content.delete(List.of(last)));
      reopen(ContentSettings.DEFAULT);
    }
  }

  @Test
  void furtherIdsAreReservedInTime() {
    long first = content.newId();
    for (long i = 0; i < 3 * ContentIds.BLOCK; i++) {
      if (i % 10_000 == 0) {
        await(content.append(content.newId(), OWNER, 0, Bytes.utf8("x")));
      } else {
        content.newId();
      }
    }
    assertTrue(content.newId() - first > 3 * ContentIds.BLOCK);
  }

  @Test
  void refusesWhenTooMuchWaitsAndRecovers() throws SQLException {
    reopen(new ContentSettings(1000, 10, 1 << 20, 1, 2));
    List<CompletionStage<Void>> taken = new ArrayList<>();
    long id = content.newId();
    int refused = 0;
    try (Connection held = engine.holdWriters(store)) {
      assertFalse(held.isClosed());
      // The writer may have taken some into its hands before it was held up.
      for (int i = 0; refused < REFUSALS && i < OFFERS_MAX; i++) {
        CompletionStage<Void> stage = content.append(id, OWNER, i, Bytes.wrap(new byte[200]));
        if (stage.toCompletableFuture().isCompletedExceptionally()) {
          assertInstanceOf(StoreOverloaded.class, failure(stage));
          refused++;
        } else {
          taken.add(stage);
        }
      }
      // What frees space still gets in.
      taken.add(content.delete(List.of(77L)));
      taken.add(content.confirm(List.of(78L)));
    }
    assertEquals(REFUSALS, refused);
    taken.forEach(ContentStoreContract::await);
    await(content.append(id, OWNER, OFFERS_MAX, Bytes.wrap(new byte[200])));
  }

  @Test
  void uploadsOfARunThatLivesAreNotPending() {
    long left = content.newId();
    await(content.append(left, OWNER, 0, Bytes.utf8("left")));
    String first = content.run();
    reopen(ContentSettings.DEFAULT);
    await(content.append(content.newId(), OWNER, 0, Bytes.utf8("under way")));
    String second = content.run();
    reopen(ContentSettings.DEFAULT);
    assertEquals(Set.of(first, second), await(content.otherRuns()));
    assertEquals(
        List.of(left),
        await(content.pending(Set.of(first))).stream().map(PendingUpload::contentId).toList());
    assertThrows(IllegalArgumentException.class, () -> content.pending(Set.of(content.run())));
  }

  @Test
  void noMorePendingUploadsAreToldThanTheBoundAndAllInTheEnd() {
    int count = ContentStore.PENDING_MAX + 5;
    List<CompletionStage<Void>> stages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      stages.add(content.append(content.newId(), OWNER, 0, Bytes.utf8("x")));
    }
    stages.forEach(ContentStoreContract::await);
    reopen(ContentSettings.DEFAULT);
    List<Long> page = await(pending()).stream().map(PendingUpload::contentId).toList();
    assertEquals(ContentStore.PENDING_MAX, page.size());
    await(content.confirm(page));
    assertEquals(5, await(pending()).size());
  }
}
