package cmtp.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.message.HopTrail;
import cmtp.protocol.message.LogEntry;
import cmtp.protocol.message.MessageLog;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Parses a log. */
final class LogCheck implements Check {
  @Override
  public String outcome(Vector vector) {
    MessageLog log = new MessageLog(vector.input());
    if (!log.isWellFormed()) {
      return "malformed:log";
    }
    assertEquals(
        vector.all("entry"), log.entries().stream().map(Bytes::utf8).map(Bytes::hex).toList());
    assertEquals(vector.get("origin"), log.origin().hex());
    return log.isLoop() ? "refused:loop" : Vector.OK;
  }

  /** A log that holds one digest entry. */
  static String digestEntry(Vector vector) {
    MessageLog log = MessageLog.of(List.of("before", vector.input().utf8()));
    Optional<LogEntry.Digests> digests = log.digests();
    if (digests.isEmpty()) {
      return "malformed:entry";
    }
    assertEquals(vector.get("body-hash"), digests.get().body().hex());
    assertEquals(vector.number("attachments"), digests.get().attachments().size());
    return Vector.OK;
  }

  /** What is told of the hops, and of the first that is not proven. */
  static String hopTrail(Vector vector) {
    List<HopTrail.Standing> standings =
        HopTrail.of(new MessageLog(vector.input()), new MessageId(vector.bytes("mid"))).stream()
            .map(HopTrail.Step::standing)
            .toList();
    assertEquals(
        vector.get("standings"),
        standings.stream().map(LogCheck::word).collect(Collectors.joining(" ")));
    return standings.stream()
        .filter(standing -> standing != HopTrail.Standing.SIGNED)
        .findFirst()
        .map(s -> s == HopTrail.Standing.MALFORMED ? "malformed:hop" : "refused:" + word(s))
        .orElse(Vector.OK);
  }

  private static String word(HopTrail.Standing standing) {
    return standing.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
