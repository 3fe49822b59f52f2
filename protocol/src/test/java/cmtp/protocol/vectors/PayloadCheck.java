package cmtp.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.protocol.Bytes;
import cmtp.protocol.command.Payload;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads payloads, and writes them again. */
final class PayloadCheck implements Check {
  @Override
  public String outcome(Vector vector) {
    Optional<? extends Payload> payload = decode(vector.get("command"), vector.input());
    if (payload.isEmpty()) {
      return "malformed:payload";
    }
    assertEquals(vector.get("decoded"), text(payload.get()));
    assertEquals(vector.input(), payload.get().encode());
    return Vector.OK;
  }

  private static Optional<? extends Payload> decode(String command, Bytes payload) {
    return switch (command) {
      case "BOXES" -> Payload.BoxTable.decode(payload);
      case "LIST" -> Payload.Page.decode(payload);
      case "FETCH" -> Payload.Slice.decode(payload);
      case "MOVE" -> Payload.NewUids.decode(payload);
      case "FLAGS" -> Payload.Modseq.decode(payload);
      case "APPEND" -> Payload.Uid.decode(payload);
      case "QUOTA" -> Payload.QuotaUse.decode(payload);
      case "OUTBOX" -> Payload.Outbox.decode(payload);
      case "OFFER" -> Payload.OfferAnswer.decode(payload);
      case "WATCH" -> Payload.Watched.decode(payload);
      default -> throw new IllegalArgumentException(command);
    };
  }

  private static String text(Payload payload) {
    if (payload instanceof Payload.BoxTable table) {
      return table.rows().stream().map(PayloadCheck::text).collect(Collectors.joining(";"));
    }
    if (payload instanceof Payload.Page page) {
      return text(page);
    }
    if (payload instanceof Payload.Outbox outbox) {
      String rows = outbox.rows().stream().map(r -> text(r) + ";").collect(Collectors.joining());
      return rows + "more=" + (outbox.more() ? 1 : 0);
    }
    if (payload instanceof Payload.Slice slice) {
      return slice.totalBytes() + " " + slice.bytes().hex();
    }
    if (payload instanceof Payload.NewUids uids) {
      return uids.pairs().stream()
          .map(p -> p.uid() + ">" + p.newUid())
          .collect(Collectors.joining(" "));
    }
    if (payload instanceof Payload.Modseq modseq) {
      return Long.toString(modseq.modseq());
    }
    if (payload instanceof Payload.Uid uid) {
      return Long.toString(uid.uid());
    }
    if (payload instanceof Payload.QuotaUse quota) {
      return quota.usedBytes() + " " + quota.limitBytes();
    }
    if (payload instanceof Payload.OfferAnswer answer) {
      return answer.held().map(mid -> "have " + mid).orElse("go");
    }
    Payload.Watched watched = (Payload.Watched) payload;
    String kind = watched.kind().name().toLowerCase(Locale.ROOT);
    return watched.kind() == Payload.Watched.Kind.CHANGE
        ? kind + " " + watched.box() + " " + watched.modseq()
        : kind;
  }

  private static String text(Payload.BoxRow row) {
    return join(
        " ",
        List.of(
            row.box(),
            row.uidValidity(),
            row.nextUid(),
            row.modseq(),
            row.total(),
            row.unseen(),
            row.bytes()));
  }

  private static String text(Payload.Page page) {
    String rows = page.rows().stream().map(r -> " row=" + text(r)).collect(Collectors.joining());
    return "now="
        + page.modseq()
        + rows
        + " vanished="
        + join(",", page.vanished())
        + " more="
        + (page.more() ? 1 : 0);
  }

  private static String text(Payload.OutboxRow row) {
    return join(
        " ",
        List.of(
            row.mid(),
            row.destination(),
            row.acceptedMs(),
            row.attempts(),
            "'" + row.reason() + "'",
            row.nextAttemptMs(),
            row.state().ordinal()));
  }

  private static String text(Payload.MessageRow row) {
    return join(
        " ",
        List.of(
            row.uid(),
            row.mid(),
            row.modseq(),
            String.join(",", row.flags()),
            row.size(),
            row.receivedMs(),
            row.source(),
            row.headerBytes(),
            row.logBytes(),
            row.bodyBytes(),
            row.attachmentBytes()));
  }

  private static String join(String separator, List<?> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(separator));
  }
}
