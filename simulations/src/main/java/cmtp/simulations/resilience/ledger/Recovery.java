package cmtp.simulations.resilience.ledger;

import cmtp.protocol.MessageId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How long a fault kept mail from being taken: until each mailbox and queue that takes mail of the
 * domain's users has taken some. Those that take none any more until the run is over don't count,
 * for there may have been none for them.
 *
 * @param number the fault's
 * @param beganNanos when it began
 * @param endedNanos when it ended
 * @param silentNanos from its beginning until all is well; empty if that never was
 * @param recoveryNanos the same from its end
 * @param wholeNanos from its end until all nodes worked together again, and nothing waited any more
 *     that did then; empty if nobody looked
 */
public record Recovery(
    int number,
    String what,
    long beganNanos,
    long endedNanos,
    OptionalLong silentNanos,
    OptionalLong recoveryNanos,
    OptionalLong wholeNanos) {
  private static final double NANOS_PER_MS = 1e6;

  /** Of all faults that ended, in their order. */
  public static List<Recovery> of(List<LedgerEntry> ledger) {
    Map<Integer, LedgerEntry.FaultBegan> begun = new TreeMap<>();
    Map<Integer, Long> ended = new TreeMap<>();
    Map<Integer, Long> whole = new TreeMap<>();
    for (LedgerEntry entry : ledger) {
      if (entry instanceof LedgerEntry.FaultBegan one) {
        begun.put(one.number(), one);
      } else if (entry instanceof LedgerEntry.FaultEnded one) {
        ended.put(one.number(), one.atNanos());
      } else if (entry instanceof LedgerEntry.Whole one) {
        whole.put(one.number(), one.atNanos());
      }
    }
    Map<Way, List<Long>> taken = taken(ledger);
    return begun.values().stream()
        .filter(one -> ended.containsKey(one.number()))
        .map(one -> of(one, ended.get(one.number()), whole.get(one.number()), taken))
        .toList();
  }

  /** When mail was taken, in order. */
  private static Map<Way, List<Long>> taken(List<LedgerEntry> ledger) {
    Map<MessageId, Way> ways = new HashMap<>();
    Map<Way, List<Long>> taken = new HashMap<>();
    for (LedgerEntry entry : ledger) {
      if (entry instanceof LedgerEntry.Tried one) {
        ways.put(one.mid(), Way.of(one.from(), one.to()));
      } else if (entry instanceof LedgerEntry.Acknowledged one) {
        taken.computeIfAbsent(ways.get(one.mid()), way -> new ArrayList<>()).add(one.atNanos());
      }
    }
    taken.values().forEach(times -> times.sort(null));
    return taken;
  }

  private static Recovery of(
      LedgerEntry.FaultBegan began, long endedNanos, Long wholeAt, Map<Way, List<Long>> taken) {
    OptionalLong well =
        taken.entrySet().stream()
            .filter(way -> way.getKey().domain().equals(began.domain()))
            .flatMapToLong(
                way ->
                    way.getValue().stream()
                        .mapToLong(at -> at)
                        .filter(at -> at >= endedNanos)
                        .limit(1))
            .max();
    return new Recovery(
        began.number(),
        began.what(),
        began.atNanos(),
        endedNanos,
        since(well, began.atNanos()),
        since(well, endedNanos),
        wholeAt == null ? OptionalLong.empty() : OptionalLong.of(wholeAt - endedNanos));
  }

  private static OptionalLong since(OptionalLong well, long beginNanos) {
    return well.isPresent() ? OptionalLong.of(well.getAsLong() - beginNanos) : OptionalLong.empty();
  }

  public Map<String, Object> toJson(long startNanos) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("number", number);
    json.put("what", what);
    json.put("atMillis", Math.round((beganNanos - startNanos) / NANOS_PER_MS));
    json.put("endMillis", Math.round((endedNanos - startNanos) / NANOS_PER_MS));
    silentNanos.ifPresent(nanos -> json.put("silentMillis", Math.round(nanos / NANOS_PER_MS)));
    recoveryNanos.ifPresent(nanos -> json.put("recoveryMillis", Math.round(nanos / NANOS_PER_MS)));
    wholeNanos.ifPresent(nanos -> json.put("wholeMillis", Math.round(nanos / NANOS_PER_MS)));
    return json;
  }
}
