package cmtp.simulations.resilience.ledger;

import cmtp.protocol.MessageId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How long a fault kept mail of a domain's users from being taken.
 *
 * @param number the fault's
 * @param beganNanos when it began
 * @param silentNanos from its beginning to the first acknowledgement after its end
 * @param recoveryNanos from its end to that acknowledgement; empty if none came
 */
public record Recovery(
    int number,
    String what,
    long beganNanos,
    OptionalLong silentNanos,
    OptionalLong recoveryNanos) {
  private static final double NANOS_PER_MS = 1e6;

  /** Of all faults that ended, in their order. */
  public static List<Recovery> of(List<LedgerEntry> ledger) {
    Map<Integer, LedgerEntry.FaultBegan> begun = new TreeMap<>();
    Map<Integer, Long> ended = new TreeMap<>();
    Map<MessageId, String> writers = new HashMap<>();
    Map<String, List<Long>> acknowledged = new HashMap<>();
    for (LedgerEntry entry : ledger) {
      if (entry instanceof LedgerEntry.Tried one) {
        writers.put(one.mid(), one.from().domain().value());
      } else if (entry instanceof LedgerEntry.FaultBegan one) {
        begun.put(one.number(), one);
      } else if (entry instanceof LedgerEntry.FaultEnded one) {
        ended.put(one.number(), one.atNanos());
      } else if (entry instanceof LedgerEntry.Acknowledged one) {
        acknowledged
            .computeIfAbsent(writers.get(one.mid()), domain -> new ArrayList<>())
            .add(one.atNanos());
      }
    }
    acknowledged.values().forEach(times -> times.sort(null));
    return begun.values().stream()
        .filter(one -> ended.containsKey(one.number()))
        .map(
            one ->
                of(
                    one,
                    ended.get(one.number()),
                    acknowledged.getOrDefault(one.domain(), List.of())))
        .toList();
  }

  private static Recovery of(LedgerEntry.FaultBegan began, long endNanos, List<Long> times) {
    Optional<Long> first = times.stream().filter(at -> at >= endNanos).findFirst();
    return new Recovery(
        began.number(),
        began.what(),
        began.atNanos(),
        since(first, began.atNanos()),
        since(first, endNanos));
  }

  private static OptionalLong since(Optional<Long> first, long beginNanos) {
    return first.map(at -> OptionalLong.of(at - beginNanos)).orElseGet(OptionalLong::empty);
  }

  public Map<String, Object> toJson(long startNanos) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("number", number);
    json.put("what", what);
    json.put("atMillis", Math.round((beganNanos - startNanos) / NANOS_PER_MS));
    silentNanos.ifPresent(nanos -> json.put("silentMillis", Math.round(nanos / NANOS_PER_MS)));
    recoveryNanos.ifPresent(nanos -> json.put("recoveryMillis", Math.round(nanos / NANOS_PER_MS)));
    return json;
  }
}
