package cmtp.node.cli.mail;

import cmtp.protocol.MessageId;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.message.HopTrail;
import cmtp.protocol.message.LogEntry;
import cmtp.protocol.message.MessageLog;
import java.util.List;
import java.util.Locale;

/**
 * A node that says it took a message over, with as much as is proven (SPEC 6.4). Whose key signed
 * is known of one's own server only.
 *
 * @param domain as the node calls itself; empty if the entry can't be read
 * @param action {@code recv}, {@code relay} or {@code store}
 * @param fingerprint of the key that it names
 */
public record Waypoint(
    Belief belief, String domain, String action, long timeMillis, String fingerprint) {

  /** How far a waypoint can be believed. */
  public enum Belief {
    /** Signed by one's own server. */
    HOME("signed by your server"),
    /** Signed by the key it names; whether that is the domain's, can't be told here. */
    SIGNED("signed with the key"),
    /** Signed, but an entry before it was changed, or is missing. */
    BROKEN_CHAIN("signed, but what stood before it was changed; with the key"),
    FORGED("FORGED: its signature is wrong"),
    MALFORMED("an entry that can't be read");

    private final String text;

    Belief(String text) {
      this.text = text;
    }
  }

  /**
   * @param home one's own server's keys, older ones included
   */
  public static List<Waypoint> of(MessageLog log, MessageId mid, List<VerifyKey> home) {
    return HopTrail.of(log, mid).stream().map(step -> of(step, home)).toList();
  }

  private static Waypoint of(HopTrail.Step step, List<VerifyKey> home) {
    if (step.hop().isEmpty()) {
      return new Waypoint(Belief.MALFORMED, "", "", 0, "");
    }
    LogEntry.Hop hop = step.hop().get();
    Belief belief =
        switch (step.standing()) {
          case SIGNED ->
              home.stream().anyMatch(key -> key.bytes().equals(hop.key()))
                  ? Belief.HOME
                  : Belief.SIGNED;
          case BROKEN_CHAIN -> Belief.BROKEN_CHAIN;
          case FORGED -> Belief.FORGED;
          case MALFORMED -> Belief.MALFORMED;
        };
    return new Waypoint(
        belief,
        hop.domain(),
        hop.action().name().toLowerCase(Locale.ROOT),
        hop.timeMillis(),
        VerifyKey.of(hop.key()).map(VerifyKey::fingerprint).orElse(""));
  }

  /** For people, without the time. */
  public String text() {
    String what =
        switch (action) {
          case "recv" -> "taken from its sender by " + domain + ": ";
          case "relay" -> "passed on by " + domain + ": ";
          case "store" -> "stored by " + domain + ": ";
          default -> "";
        };
    boolean named = belief == Belief.SIGNED || belief == Belief.BROKEN_CHAIN;
    return what + belief.text + (named ? " " + fingerprint : "");
  }
}
