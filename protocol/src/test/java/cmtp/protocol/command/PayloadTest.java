package cmtp.protocol.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.MessageId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PayloadTest {
  private record Sample(Payload payload, Function<Bytes, Optional<? extends Payload>> decoder) {}

  @Test
  void readsEveryPayloadThatItWrote() {
    Set<Class<?>> seen = new HashSet<>();
    for (long seed = 0; seed < 1000; seed++) {
      Sample sample = random(new Random(seed));
      seen.add(sample.payload().getClass());
      assertEquals(
          Optional.of(sample.payload()),
          sample.decoder().apply(sample.payload().encode()),
          "seed " + seed);
    }
    Set<Class<?>> all = new HashSet<>(List.of(Payload.class.getPermittedSubclasses()));
    assertEquals(all, seen);
  }

  @Test
  void takesNoTableThatIsCut() {
    for (long seed = 0; seed < 300; seed++) {
      Sample sample = random(new Random(seed));
      Bytes whole = sample.payload().encode();
      boolean open = sample.payload() instanceof Payload.Slice; // its bytes have no length
      for (int length = open ? whole.length() : 0; length < whole.length(); length++) {
        Bytes cut = whole.slice(0, length);
        assertTrue(sample.decoder().apply(cut).isEmpty(), "seed " + seed + " cut to " + length);
      }
    }
  }

  @Test
  void theLargestPageFitsAReply() {
    List<String> flags = new ArrayList<>();
    for (int i = 0; i < FlagChanges.FLAGS_MAX; i++) {
      flags.add("f".repeat(29) + (100 + i));
    }
    Payload.MessageRow row =
        new Payload.MessageRow(
            1,
            new MessageId(Bytes.wrap(new byte[32])),
            1,
            flags,
            1,
            1,
            "a".repeat(255) + "@" + "d".repeat(255),
            1048,
            Limits.DEFAULT.logBytesMax(),
            1,
            Collections.nCopies(Limits.ATTACHMENTS_MAX, 1L));
    Payload.Page page =
        new Payload.Page(
            1,
            Collections.nCopies(Limits.LIST_ROWS_MAX, row),
            Collections.nCopies(Payload.ROWS_MAX, 1L),
            true);
    Bytes encoded = page.encode();
    assertEquals(Optional.of(page), Payload.Page.decode(encoded));
    assertTrue(encoded.length() <= Limits.REPLY_PAYLOAD_BYTES_MAX, encoded.length() + " bytes");
  }

  private static Sample random(Random random) {
    return switch (random.nextInt(11)) {
      case 0 ->
          new Sample(
              new Payload.BoxTable(some(random, () -> box(random))), Payload.BoxTable::decode);
      case 1 ->
          new Sample(
              new Payload.Page(
                  u64(random),
                  some(random, () -> message(random)),
                  some(random, () -> u32(random)),
                  random.nextBoolean()),
              Payload.Page::decode);
      case 2 ->
          new Sample(new Payload.Slice(u64(random), bytes(random, 50)), Payload.Slice::decode);
      case 3 ->
          new Sample(
              new Payload.NewUids(
                  some(random, () -> new Payload.NewUids.Pair(u32(random), u32(random)))),
              Payload.NewUids::decode);
      case 4 -> new Sample(new Payload.Modseq(u64(random)), Payload.Modseq::decode);
      case 5 -> new Sample(new Payload.Uid(u32(random)), Payload.Uid::decode);
      case 6 ->
          new Sample(new Payload.QuotaUse(u64(random), u64(random)), Payload.QuotaUse::decode);
      case 7 ->
          new Sample(
              new Payload.Records(some(random, () -> bytes(random, random.nextInt(200)))),
              Payload.Records::decode);
      case 8 ->
          new Sample(
              new Payload.OfferAnswer(
                  random.nextBoolean()
                      ? Optional.empty()
                      : Optional.of(new Payload.Receipt(mid(random), bytes(random, 64)))),
              Payload.OfferAnswer::decode);
      case 9 ->
          new Sample(
              new Payload.Outbox(some(random, () -> outboxRow(random)), random.nextBoolean()),
              Payload.Outbox::decode);
      default ->
          new Sample(
              random.nextBoolean()
                  ? Payload.Watched.change("box" + random.nextInt(), u64(random))
                  : Payload.Watched.of(
                      random.nextBoolean() ? Payload.Watched.Kind.BEAT : Payload.Watched.Kind.END),
              Payload.Watched::decode);
    };
  }

  private static Payload.BoxRow box(Random random) {
    return new Payload.BoxRow(
        "box" + random.nextInt(),
        u32(random),
        u32(random),
        u64(random),
        u32(random),
        u32(random),
        u64(random));
  }

  private static Payload.MessageRow message(Random random) {
    return new Payload.MessageRow(
        u32(random),
        mid(random),
        u64(random),
        some(random, () -> "f" + random.nextInt(1000)),
        u64(random),
        u64(random),
        "alice" + random.nextInt() + "@example.org",
        random.nextInt(1049),
        random.nextInt(65_537),
        u64(random),
        some(random, () -> u64(random)));
  }

  private static <T> List<T> some(Random random, Supplier<T> one) {
    List<T> all = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      all.add(one.get());
    }
    return all;
  }

  private static long u32(Random random) {
    return random.nextInt() & 0xFFFFFFFFL;
  }

  private static long u64(Random random) {
    return random.nextLong() & Long.MAX_VALUE;
  }

  private static MessageId mid(Random random) {
    return new MessageId(bytes(random, 32));
  }

  private static Bytes bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  private static Payload.OutboxRow outboxRow(Random random) {
    return new Payload.OutboxRow(
        mid(random),
        "bob" + random.nextInt() + "@example.net",
        u64(random),
        random.nextInt(Integer.MAX_VALUE),
        "no answer, " + random.nextInt(),
        u64(random),
        Payload.OutboxRow.State.values()[random.nextInt(3)]);
  }
}
