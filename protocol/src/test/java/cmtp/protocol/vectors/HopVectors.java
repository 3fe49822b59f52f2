package cmtp.protocol.vectors;

import static cmtp.protocol.vectors.MessageVectors.base64;
import static cmtp.protocol.vectors.RawKey.MALLORY;
import static cmtp.protocol.vectors.RawKey.SERVER;
import static cmtp.protocol.vectors.Vector.OK;

import cmtp.protocol.Bytes;
import java.util.List;

/** Logs with hop entries: which of them are proven. */
final class HopVectors {
  static final String KIND = "hop-trail";

  private static final Bytes MID = MessageVectors.mid(Bytes.EMPTY, MessageVectors.BODY);
  private static final Bytes ZERO = Raw.fill(0, 32);
  private static final long TIME = 1_767_225_600_000L;

  private HopVectors() {}

  static List<Vector> all() {
    String recv = signed(SERVER, "a.example", "recv", TIME, MID, ZERO);
    String relay = signed(MALLORY, "b.example", "relay", TIME + 5, MID, hash(recv));
    String store = signed(SERVER, "c.example", "store", TIME + 9, MID, hash(relay));
    String bad = unsigned(SERVER, "a.example", "recv", ZERO);
    String forged = bad + " s=" + base64(MALLORY.sign(input(bad, MID, ZERO)));
    String other = signed(SERVER, "a.example", "recv", TIME, Raw.flip(MID, 0), ZERO);
    String changed = recv.replace("a.example", "z.example");
    String after = signed(MALLORY, "b.example", "relay", TIME, MID, hash(changed));
    return List.of(
        trail("received", OK, "signed", "The first hop, of submitted mail.", recv),
        trail("of_three", OK, "signed signed signed", "In order.", recv, relay, store),
        trail(
            "among_others",
            OK,
            "signed signed",
            "Other entries don't count.",
            "note",
            recv,
            "X2 other",
            relay,
            "note"),
        trail("signed_by_another", "refused:forged", "forged", "Not by the key it names.", forged),
        trail("of_another_message", "refused:forged", "forged", "From another log.", other),
        trail("domain_changed", "refused:forged", "forged", "Not what was signed.", changed),
        trail(
            "time_changed",
            "refused:forged",
            "forged",
            "Not what was signed.",
            recv.replace("t=" + TIME, "t=" + (TIME + 1))),
        trail(
            "after_a_forged_one",
            "refused:forged",
            "forged signed",
            "Who relays vouches for nobody before.",
            changed,
            after),
        trail(
            "middle_cut_out",
            "refused:broken-chain",
            "signed broken-chain",
            "The relay's entry is missing.",
            recv,
            store),
        trail(
            "first_cut_off",
            "refused:broken-chain",
            "broken-chain",
            "The first entry is missing.",
            relay),
        trail(
            "exchanged",
            "refused:broken-chain",
            "broken-chain broken-chain",
            "In another order.",
            relay,
            recv),
        malformed("unknown_action", recv.replace("a=recv", "a=take")),
        malformed("without_domain", recv.replace("d=a.example ", "")),
        malformed("time_with_leading_zero", recv.replace("t=", "t=0")),
        malformed("key_of_29_bytes", recv.replaceFirst("k=....", "k=")),
        malformed("previous_with_padding", recv.replace(" s=", "= s=")),
        malformed("signature_not_last", recv + " z=1"),
        malformed("signature_of_61_bytes", recv.substring(0, recv.length() - 4)),
        malformed("without_signature", recv.substring(0, recv.lastIndexOf(" s="))),
        malformed("without_fields", "X1 hop"));
  }

  private static String unsigned(RawKey key, String domain, String action, Bytes previous) {
    return unsigned(key, domain, action, TIME, previous);
  }

  private static String unsigned(
      RawKey key, String domain, String action, long time, Bytes previous) {
    return "X1 hop d="
        + domain
        + " a="
        + action
        + " t="
        + time
        + " k="
        + base64(key.publicKey())
        + " p="
        + base64(previous);
  }

  private static Bytes input(String unsigned, Bytes mid, Bytes previous) {
    return new Raw().str("CMTP-HOP-1").raw(mid).raw(previous).raw(Raw.text(unsigned)).bytes();
  }

  private static String signed(
      RawKey key, String domain, String action, long time, Bytes mid, Bytes previous) {
    String unsigned = unsigned(key, domain, action, time, previous);
    return unsigned + " s=" + base64(key.sign(input(unsigned, mid, previous)));
  }

  private static Bytes hash(String entry) {
    return RawCrypto.hash(Raw.text(entry));
  }

  private static Bytes log(String... entries) {
    Raw log = new Raw();
    for (String entry : entries) {
      log.str(entry);
    }
    return log.bytes();
  }

  private static Vector malformed(String name, String entry) {
    return trail(name, "malformed:hop", "malformed", "One thing is wrong with its form.", entry);
  }

  private static Vector trail(
      String name, String expect, String standings, String comment, String... entries) {
    return Vector.named("hop_trail_" + name, KIND, "6.4", expect)
        .comment(comment)
        .with("mid", MID)
        .with("standings", standings)
        .input(log(entries));
  }
}
