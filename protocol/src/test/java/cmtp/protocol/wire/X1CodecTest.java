package cmtp.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.command.FlagChanges;
import cmtp.protocol.command.Part;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.command.X1Frame;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class X1CodecTest {
  private static final Bytes NONCE = Bytes.wrap(new byte[16]);

  @Test
  void readsEveryCommandThatItWrote() {
    Set<Class<?>> seen = new HashSet<>();
    for (long seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      X1Command command = random(random);
      seen.add(command.getClass());
      X1Frame frame = X1Codec.encode(command, NONCE);
      assertEquals(Optional.of(command), X1Codec.decode(frame), "seed " + seed);
    }
    assertEquals(Set.of(X1Command.class.getPermittedSubclasses()), seen);
  }

  @Test
  void takesNoParametersThatAreCutOrLonger() {
    for (long seed = 0; seed < 500; seed++) {
      X1Frame frame = X1Codec.encode(random(new Random(seed)), NONCE);
      if (!frame.word().equals("OFFER")) { // its parameters are looked into later
        Bytes parameters = frame.parameters();
        for (int length = 0; length < parameters.length(); length++) {
          X1Frame cut = new X1Frame(frame.word(), NONCE, parameters.slice(0, length));
          assertTrue(X1Codec.decode(cut).isEmpty(), "seed " + seed + " cut to " + length);
        }
        Bytes longer = Bytes.concat(parameters, Bytes.of((byte) 0));
        X1Frame more = new X1Frame(frame.word(), NONCE, longer);
        assertTrue(X1Codec.decode(more).isEmpty(), "seed " + seed + " with one byte more");
      }
    }
  }

  private static X1Command random(Random random) {
    return switch (random.nextInt(19)) {
      case 0 -> new X1Command.Secure(bytes(random, 32));
      case 1 -> new X1Command.Auth(text(random), text(random));
      case 2 -> new X1Command.Prove(bytes(random, 64));
      case 3 ->
          new X1Command.Register(
              text(random), text(random), bytes(random, random.nextInt(200)), bytes(random, 156));
      case 4 -> new X1Command.Xzibit(bytes(random, 156));
      case 5 -> X1Command.Boxes.INSTANCE;
      case 6 ->
          new X1Command.ListBox(text(random), number(random), number(random), random.nextInt(501));
      case 7 ->
          new X1Command.Fetch(
              text(random), uid(random), part(random), number(random), number(random));
      case 8 -> new X1Command.Flags(text(random), uids(random), changes(random), optional(random));
      case 9 -> new X1Command.Move(text(random), uids(random), text(random));
      case 10 -> new X1Command.Copy(text(random), uids(random), text(random));
      case 11 -> new X1Command.Delete(text(random), uids(random));
      case 12 -> new X1Command.Append(text(random), List.copyOf(flags(random)));
      case 13 -> new X1Command.Watch(number(random));
      case 14 -> X1Command.Quota.INSTANCE;
      case 15 -> new X1Command.Offer(bytes(random, random.nextInt(300)));
      case 16 -> new X1Command.GetRecord(text(random), text(random), text(random));
      case 17 ->
          new X1Command.Outbox(
              random.nextBoolean()
                  ? Optional.of(new MessageId(bytes(random, MessageId.BYTES)))
                  : Optional.empty());
      default -> new X1Command.PutRecord(bytes(random, random.nextInt(300)));
    };
  }

  private static FlagChanges changes(Random random) {
    Set<String> add = new TreeSet<>(flags(random));
    add.add("seen");
    Set<String> remove = new TreeSet<>(flags(random));
    remove.removeAll(add);
    return new FlagChanges(add, remove);
  }

  /** Sorted, as the codec gives them. */
  private static List<String> flags(Random random) {
    return Stream.generate(() -> "f" + random.nextInt(100))
        .limit(random.nextInt(12))
        .distinct()
        .sorted()
        .toList();
  }

  private static List<Long> uids(Random random) {
    return Stream.generate(() -> uid(random)).limit(1 + random.nextInt(20)).distinct().toList();
  }

  private static long uid(Random random) {
    return 1 + (random.nextInt() & 0xFFFFFFFEL);
  }

  private static Part part(Random random) {
    int index = random.nextInt(300);
    return index < 4 ? Part.Section.values()[index] : new Part.Attachment(index);
  }

  private static Optional<Long> optional(Random random) {
    return random.nextBoolean() ? Optional.empty() : Optional.of(number(random));
  }

  private static long number(Random random) {
    return (random.nextLong() & Long.MAX_VALUE) % 1_000_000_000_000_000_000L >> random.nextInt(60);
  }

  private static String text(Random random) {
    return random
        .ints(random.nextInt(40), 1, 0x2000)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static Bytes bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }
}
