package cmtp.persistence.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.persistence.directory.DirectoryEvent;
import cmtp.persistence.directory.DirectoryState;
import cmtp.persistence.mailbox.MailboxEvent;
import cmtp.persistence.mailbox.MailboxState;
import cmtp.persistence.mailbox.RandomHistory;
import cmtp.persistence.queue.QueueEvent;
import cmtp.persistence.queue.QueueState;
import cmtp.persistence.queue.RandomQueueHistory;
import cmtp.protocol.Bytes;
import java.io.IOException;
import java.io.NotSerializableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredEventSerializerTest {
  private final StoredEventSerializer serializer = new StoredEventSerializer();

  static Set<String> manifests() {
    return new TreeSet<>(StoredEventSerializer.manifests());
  }

  @Test
  void everyStoredTypeHasAForm() {
    List<Class<?>> types = new ArrayList<>();
    types.addAll(Arrays.asList(MailboxEvent.class.getPermittedSubclasses()));
    types.addAll(Arrays.asList(DirectoryEvent.class.getPermittedSubclasses()));
    types.addAll(Arrays.asList(QueueEvent.class.getPermittedSubclasses()));
    types.addAll(List.of(MailboxState.class, DirectoryState.class, QueueState.class));
    for (Class<?> type : types) {
      assertTrue(StoredEventSerializer.manifestOf(type).isPresent(), type.getName());
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void everyFormHasAGoldenFileThatStillMeansTheSame(String manifest) throws IOException {
    assertTrue(GoldenFiles.exists(manifest), "run GoldenFiles to add " + manifest);
    Object sample = StoredSamples.byManifest().get(manifest);
    Bytes golden = GoldenFiles.read(manifest);
    assertEquals(sample, serializer.fromBinary(golden.toArray(), manifest));
    if (serializer.manifest(sample).equals(manifest)) {
      assertEquals(golden, Bytes.wrap(serializer.toBinary(sample)));
    }
  }

  @Test
  void noGoldenFileIsLeftWithoutAForm() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/golden"))) {
      assertEquals(
          manifests(),
          new TreeSet<>(files.map(f -> f.getFileName().toString().replace(".hex", "")).toList()));
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void everyFormIsDocumented(String manifest) throws IOException {
    assertTrue(
        Files.readString(Path.of("FORMATS.md")).contains("`" + manifest + "`"),
        "FORMATS.md lacks " + manifest);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {31, 32, 33})
  void randomHistoriesComeBackAsTheyWere(long seed) throws NotSerializableException {
    RandomHistory history = new RandomHistory(seed);
    MailboxState replayed = MailboxState.EMPTY;
    for (int i = 0; i < 800; i++) {
      for (MailboxEvent event : history.next()) {
        MailboxEvent stored = (MailboxEvent) roundTrip(event);
        assertEquals(event, stored, "seed " + seed);
        replayed = replayed.apply(stored);
      }
    }
    assertEquals(history.state(), replayed, "seed " + seed);
    assertEquals(history.state(), roundTrip(history.state()), "seed " + seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {41, 42, 43})
  void randomQueuesComeBackAsTheyWere(long seed) throws NotSerializableException {
    RandomQueueHistory history = new RandomQueueHistory(seed);
    QueueState replayed = QueueState.EMPTY;
    for (int i = 0; i < 800; i++) {
      QueueEvent event = history.next();
      QueueEvent stored = (QueueEvent) roundTrip(event);
      assertEquals(event, stored, "seed " + seed);
      replayed = replayed.apply(stored);
    }
    assertEquals(history.state(), replayed, "seed " + seed);
    assertEquals(history.state(), roundTrip(history.state()), "seed " + seed);
  }

  private Object roundTrip(Object value) throws NotSerializableException {
    return serializer.fromBinary(serializer.toBinary(value), serializer.manifest(value));
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void whatIsCutShortOrTooLongIsRefused(String manifest) throws IOException {
    byte[] golden = GoldenFiles.read(manifest).toArray();
    for (int length = 0; length < golden.length; length++) {
      byte[] cut = Arrays.copyOf(golden, length);
      assertThrows(MalformedRecord.class, () -> serializer.fromBinary(cut, manifest));
    }
    byte[] longer = Arrays.copyOf(golden, golden.length + 1);
    assertThrows(MalformedRecord.class, () -> serializer.fromBinary(longer, manifest));
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void garbageIsAValueOrRefusedButNothingElse(String manifest) throws IOException {
    long seed = 77;
    Random random = new Random(seed);
    byte[] golden = GoldenFiles.read(manifest).toArray();
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] broken = golden.clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
      }
      try {
        serializer.fromBinary(broken, manifest);
      } catch (MalformedRecord expected) {
        refused++;
      }
    }
    assertTrue(refused > 0, manifest + ", seed " + seed);
  }

  @Test
  void hugeCountsAreRefusedBeforeAnythingIsAllocated() {
    byte[] content = Bytes.hex("ffffffffffffffff7f00").toArray();
    assertThrows(MalformedRecord.class, () -> serializer.fromBinary(content, "MG1"));
  }

  @Test
  void anUnknownManifestIsNamed() {
    NotSerializableException unknown =
        assertThrows(
            NotSerializableException.class, () -> serializer.fromBinary(new byte[0], "MD9"));
    assertTrue(unknown.getMessage().contains("MD9"));
  }

  @Test
  void aTypeWithoutAFormIsNamed() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> serializer.toBinary("text"));
    assertTrue(refused.getMessage().contains("java.lang.String"));
  }
}
