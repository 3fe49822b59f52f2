package cmtp.protocol.message;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The log entries that this node understands (SPEC 6); all others are kept as they are. */
public sealed interface LogEntry {
  int HASH_BYTES = 32;
  int SIGNATURE_BYTES = 64;
  String HOP_PREFIX = "X1 hop ";
  String SIGNATURE_FIELD = " s=";

  /** The entry's text, without its NUL. */
  String text();

  /** {@code X1 dig}: digests that let the mid be computed before the body has arrived. */
  record Digests(Bytes body, List<Bytes> attachments) implements LogEntry {
    public Digests {
      attachments = List.copyOf(attachments);
    }

    static Optional<Digests> parse(String entry) {
      Map<String, String> fields = fields(entry, "X1 dig ");
      Optional<Bytes> body = bytes(fields.get("b"), HASH_BYTES);
      List<Bytes> attachments = new ArrayList<>();
      for (String one : split(fields.getOrDefault("a", ""))) {
        Optional<Bytes> digest = bytes(one, HASH_BYTES);
        if (digest.isEmpty() || attachments.size() == Limits.ATTACHMENTS_MAX) {
          return Optional.empty();
        }
        attachments.add(digest.get());
      }
      return body.map(b -> new Digests(b, attachments));
    }

    @Override
    public String text() {
      return "X1 dig b="
          + body.base64()
          + " a="
          + attachments.stream().map(Bytes::base64).collect(Collectors.joining(","));
    }
  }

  /**
   * {@code X1 sig}: the sender's signature over mid, time and the recipient's key.
   *
   * @param key the key that signs; proves the sender if it is the source address's key
   * @param timeMillis Unix milliseconds
   */
  record SenderSignature(Bytes key, long timeMillis, Bytes signature) implements LogEntry {

    static Optional<SenderSignature> parse(String entry) {
      Map<String, String> fields = fields(entry, "X1 sig ");
      Optional<Bytes> key = bytes(fields.get("k"), HASH_BYTES);
      Optional<Bytes> signature = bytes(fields.get("s"), SIGNATURE_BYTES);
      String time = fields.getOrDefault("t", "");
      if (key.isEmpty() || signature.isEmpty() || !time.matches("0|[1-9][0-9]{0,17}")) {
        return Optional.empty();
      }
      return Optional.of(new SenderSignature(key.get(), Long.parseLong(time), signature.get()));
    }

    @Override
    public String text() {
      return "X1 sig k=" + key.base64() + " t=" + timeMillis + " s=" + signature.base64();
    }
  }

  /**
   * {@code X1 hop}: a node says that it took the message over (SPEC 6.4). Of the right form, not
   * verified: see {@link HopTrail}.
   *
   * @param domain the node's, as it stands in the entry
   * @param timeMillis when it took it, Unix milliseconds
   * @param key the node's server key
   * @param previous H of the hop entry before, without its NUL; zeros for the first
   */
  record Hop(
      String domain, HopAction action, long timeMillis, Bytes key, Bytes previous, Bytes signature)
      implements LogEntry {

    static Optional<Hop> parse(String entry) {
      int signed = entry.lastIndexOf(SIGNATURE_FIELD);
      if (signed < 0 || entry.indexOf(' ', signed + 1) >= 0) {
        return Optional.empty();
      }
      Map<String, String> fields = fields(entry, HOP_PREFIX);
      Optional<HopAction> action = HopAction.of(fields.get("a"));
      Optional<Bytes> key = bytes(fields.get("k"), HASH_BYTES);
      Optional<Bytes> previous = bytes(fields.get("p"), HASH_BYTES);
      Optional<Bytes> signature = bytes(fields.get("s"), SIGNATURE_BYTES);
      String time = fields.getOrDefault("t", "");
      boolean complete =
          fields.containsKey("d")
              && action.isPresent()
              && key.isPresent()
              && previous.isPresent()
              && signature.isPresent()
              && time.matches("0|[1-9][0-9]{0,17}");
      return complete
          ? Optional.of(
              new Hop(
                  fields.get("d"),
                  action.get(),
                  Long.parseLong(time),
                  key.get(),
                  previous.get(),
                  signature.get()))
          : Optional.empty();
    }

    /** The entry's text before {@code " s="}: what is signed. */
    String signedText() {
      return HOP_PREFIX
          + "d="
          + domain
          + " a="
          + action.word()
          + " t="
          + timeMillis
          + " k="
          + key.base64()
          + " p="
          + previous.base64();
    }

    @Override
    public String text() {
      return signedText() + SIGNATURE_FIELD + signature.base64();
    }
  }

  /** What a node did when it took a message over (SPEC 6.4). */
  enum HopAction {
    /** From the originator's client. */
    RECV,
    /** From another node, to pass it on. */
    RELAY,
    /** Into one of its own mailboxes. */
    STORE;

    static Optional<HopAction> of(String word) {
      return Arrays.stream(values()).filter(a -> a.word().equals(word)).findFirst();
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The domain that an {@code X1 hop} entry says relayed; empty for every other entry. */
  static Optional<String> relay(String entry) {
    Map<String, String> fields = fields(entry, HOP_PREFIX);
    return Optional.ofNullable(fields.get("d")).filter(d -> "relay".equals(fields.get("a")));
  }

  /** Splits {@code k=v k=v}; the first of two equal names counts. Empty if the prefix differs. */
  private static Map<String, String> fields(String entry, String prefix) {
    Map<String, String> fields = new HashMap<>();
    if (entry.startsWith(prefix)) {
      for (String field : entry.substring(prefix.length()).split(" ")) {
        int equals = field.indexOf('=');
        if (equals > 0) {
          fields.putIfAbsent(field.substring(0, equals), field.substring(equals + 1));
        }
      }
    }
    return fields;
  }

  private static List<String> split(String list) {
    return list.isEmpty() ? List.of() : List.of(list.split(",", -1));
  }

  private static Optional<Bytes> bytes(String base64, int length) {
    return Optional.ofNullable(base64)
        .flatMap(Bytes::base64)
        .filter(bytes -> bytes.length() == length);
  }
}
