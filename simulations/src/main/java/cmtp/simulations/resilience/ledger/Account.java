package cmtp.simulations.resilience.ledger;

import cmtp.protocol.MessageId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of every message.
 *
 * @param acknowledged how many must be there
 * @param refusals how often a node said "later"
 * @param refusedForGood how many a node will never take
 * @param unansweredThere of those without an answer, how many are there; they may be
 * @param unansweredAbsent how many are not; they may be missing
 * @param lost acknowledged, and not in the mailbox
 * @param doubled more than once in it
 * @param ghosts in a mailbox that nobody tried to send them to, or refused for good and there
 * @param damaged there, with another body
 */
public record Account(
    int tried,
    int acknowledged,
    int refusals,
    int refusedForGood,
    int unansweredThere,
    int unansweredAbsent,
    List<MessageId> lost,
    List<MessageId> doubled,
    List<MessageId> ghosts,
    List<MessageId> damaged) {
  /** When nothing could be looked at. */
  public static final Account NOTHING =
      new Account(0, 0, 0, 0, 0, 0, List.of(), List.of(), List.of(), List.of());

  private static final int SHOWN_MAX = 100;

  public Account {
    lost = List.copyOf(lost);
    doubled = List.copyOf(doubled);
    ghosts = List.copyOf(ghosts);
    damaged = List.copyOf(damaged);
  }

  public boolean isFlawless() {
    return lost.isEmpty() && doubled.isEmpty() && ghosts.isEmpty() && damaged.isEmpty();
  }

  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("tried", tried);
    json.put("acknowledged", acknowledged);
    json.put("refusals", refusals);
    json.put("refusedForGood", refusedForGood);
    json.put("unansweredThere", unansweredThere);
    json.put("unansweredAbsent", unansweredAbsent);
    put(json, "lost", lost);
    put(json, "doubled", doubled);
    put(json, "ghosts", ghosts);
    put(json, "damaged", damaged);
    return json;
  }

  private static void put(Map<String, Object> json, String name, List<MessageId> mids) {
    json.put(name, mids.size());
    if (!mids.isEmpty()) {
      json.put(name + "Mids", mids.stream().limit(SHOWN_MAX).map(MessageId::toString).toList());
    }
  }

  /** In one line. */
  @Override
  public String toString() {
    return "%d sent, %d acknowledged: lost %d, doubled %d, ghosts %d, damaged %d"
        .formatted(tried, acknowledged, lost.size(), doubled.size(), ghosts.size(), damaged.size());
  }
}
