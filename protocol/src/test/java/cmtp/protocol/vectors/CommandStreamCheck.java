package cmtp.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.command.Command;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.wire.CommandDecoder;
import cmtp.protocol.wire.Decoded;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Decodes a stream whole and in pieces; every split must give the same. */
final class CommandStreamCheck implements Check {
  private static final int[] PIECES = {Integer.MAX_VALUE, 1, 2, 7, 50};

  private final List<String> events = new ArrayList<>();
  private StringBuilder part;

  @Override
  public String outcome(Vector vector) {
    String outcome = "";
    for (int piece : PIECES) {
      events.clear();
      part = null;
      outcome = decode(vector, piece);
      assertEquals(vector.all("event"), events, "in pieces of " + piece);
      assertEquals(vector.expect(), outcome, "in pieces of " + piece);
    }
    return outcome;
  }

  private String decode(Vector vector, int piece) {
    CommandDecoder decoder =
        new CommandDecoder(
            Limits.DEFAULT,
            CommandDecoder.Layer.valueOf(vector.get("layer").toUpperCase(Locale.ROOT)));
    Bytes input = vector.input();
    for (int at = 0; at < input.length(); ) {
      int to = (int) Math.min(input.length(), (long) at + piece);
      decoder.feed(input.slice(at, to));
      at = to;
      Decoded decoded = decoder.next();
      while (decoded != Decoded.Signal.NEED_MORE) {
        if (decoded instanceof Decoded.Malformed malformed) {
          flushPart();
          return malformed(malformed);
        }
        record(decoded);
        decoded = decoder.next();
      }
    }
    return atEnd(decoder, vector.get("ends"));
  }

  private String atEnd(CommandDecoder decoder, String ends) {
    Decoded last =
        switch (ends) {
          case "open" -> Decoded.Signal.END;
          case "end-of-input" -> decoder.endOfInput();
          case "time-out" -> decoder.timeOut();
          default -> throw new IllegalArgumentException(ends);
        };
    if (last instanceof Decoded.Malformed malformed) {
      flushPart();
      return malformed(malformed);
    }
    if (last != Decoded.Signal.END) {
      record(last);
    }
    return Vector.OK;
  }

  private static String malformed(Decoded.Malformed malformed) {
    return "malformed:" + malformed.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void record(Decoded decoded) {
    if (decoded instanceof Decoded.PartBytes bytes) {
      part.append(bytes.bytes().hex());
      return;
    }
    flushPart();
    if (decoded instanceof Decoded.PartStarted started) {
      part = new StringBuilder("part " + started.index() + " " + started.length() + " ");
    } else {
      events.add(text(decoded));
    }
  }

  private void flushPart() {
    if (part != null) {
      events.add(part.toString());
      part = null;
    }
  }

  private static String text(Decoded decoded) {
    if (decoded instanceof Decoded.CommandReceived received) {
      return text(received.command());
    }
    if (decoded instanceof Decoded.FrameReceived received) {
      var frame = received.frame();
      return "frame "
          + Quoted.of(frame.word())
          + " "
          + frame.nonce().hex()
          + " "
          + frame.parameters().hex();
    }
    if (decoded instanceof Decoded.MessageStarted started) {
      return text(started.header());
    }
    if (decoded instanceof Decoded.LogReceived received) {
      return "log " + received.log().bytes().hex();
    }
    if (decoded instanceof Decoded.SmtpLine line) {
      return "smtp " + Quoted.of(line.text());
    }
    if (decoded == Decoded.Signal.MESSAGE_ENDED) {
      return "message-end";
    }
    throw new IllegalArgumentException("not an event: " + decoded);
  }

  private static String text(Command command) {
    if (command instanceof Command.KeyRequest request) {
      Optional<String> domain = request.domain().map(Quoted::of);
      return "KEYREQUEST "
          + Quoted.of(request.user())
          + " "
          + domain.orElse("absent")
          + (request.last() ? " then-close" : "");
    }
    if (command instanceof Command.Login login) {
      return "LOGIN " + Quoted.of(login.user());
    }
    if (command instanceof Command.Unknown unknown) {
      return "unknown " + Quoted.of(unknown.word());
    }
    return command.word();
  }

  private static String text(MessageHeader header) {
    return String.join(
        " ",
        "message",
        Long.toString(header.version()),
        Long.toString(header.attachmentCount()),
        Long.toString(header.logLength()),
        Long.toString(header.bodyLength()),
        Quoted.of(header.destinationAccount()),
        Quoted.of(header.destinationDomain()),
        Quoted.of(header.sourceAccount()),
        Quoted.of(header.sourceDomain()));
  }
}
