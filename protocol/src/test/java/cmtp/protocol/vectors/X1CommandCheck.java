package cmtp.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.command.FlagChanges;
import cmtp.protocol.command.Part;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.command.X1Frame;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.wire.CommandDecoder;
import cmtp.protocol.wire.Decoded;
import cmtp.protocol.wire.X1Codec;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads a frame's parameters, and writes them again. */
final class X1CommandCheck implements Check {
  @Override
  public String outcome(Vector vector) {
    CommandDecoder decoder = new CommandDecoder(Limits.DEFAULT, true);
    decoder.feed(vector.input());
    X1Frame frame = assertInstanceOf(Decoded.FrameReceived.class, decoder.next()).frame();
    Optional<X1Command> command = X1Codec.decode(frame);
    if (command.isEmpty()) {
      return "refused:BADREQUEST";
    }
    assertEquals(vector.get("decoded"), text(frame.word(), command.get()));
    assertEquals(vector.get("command-hash"), Hash.of(frame.encode()).hex());
    if (!vector.name().endsWith("_is_cut")) {
      assertEquals(vector.input(), X1Codec.encode(command.get(), frame.nonce()).encode());
    }
    return Vector.OK;
  }

  private static String text(String word, X1Command command) {
    List<String> words = new ArrayList<>(List.of(word));
    RecordComponent[] components = command.getClass().getRecordComponents();
    for (RecordComponent c : components == null ? new RecordComponent[0] : components) {
      words.add(c.getName() + "=" + text(value(c, command)));
    }
    return String.join(" ", words);
  }

  private static Object value(RecordComponent component, X1Command command) {
    try {
      return component.getAccessor().invoke(command);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(Object value) {
    if (value instanceof Bytes bytes) {
      return bytes.hex();
    }
    if (value instanceof FlagChanges changes) {
      return changes.text();
    }
    if (value instanceof Part part) {
      return part.text();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(String::valueOf).orElse("-");
    }
    return String.valueOf(value);
  }
}
