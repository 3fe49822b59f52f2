package cmtp.protocol.message;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A message's log (SPEC 4.7): NUL-terminated entries. Holds the exact bytes as sent, because a
 * relay forwards them and the mid covers the origin's part of them.
 */
public record MessageLog(Bytes bytes) {
  public static final MessageLog EMPTY = new MessageLog(Bytes.EMPTY);

  private static final byte[] SIG = Bytes.utf8("X1 sig").unsafeArray();
  private static final byte[] HOP = Bytes.utf8("X1 hop").unsafeArray();

  public static MessageLog of(List<String> entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String entry : entries) {
      out.writeBytes(Bytes.utf8(entry).unsafeArray());
      out.write(0);
    }
    return new MessageLog(Bytes.wrap(out.toByteArray()));
  }

  /** This log with one more entry at its end. */
  public MessageLog plus(String entry) {
    Bytes end = isTerminated() ? Bytes.EMPTY : Bytes.of((byte) 0);
    return new MessageLog(Bytes.concat(bytes, end, Bytes.utf8(entry), Bytes.of((byte) 0)));
  }

  /**
   * Whether an entry can be appended without another meaning for what is there: not to a log that
   * is split at LF, which one NUL would make a single entry.
   */
  public boolean isExtendable() {
    return isTerminated();
  }

  /** Whether it has at most 64 entries of valid UTF-8 and ends with a NUL (or has none at all). */
  public boolean isWellFormed() {
    return entryBytes().size() <= Limits.LOG_ENTRIES_MAX
        && Bytes.utf8(bytes.utf8()).equals(bytes)
        && (isTerminated() || !contains((byte) 0));
  }

  /** The entries in order, empty ones dropped; a log without any NUL is split at LF. */
  public List<String> entries() {
    return entryBytes().stream().map(Bytes::utf8).toList();
  }

  /** The first entry of the given type that parses. */
  public Optional<LogEntry.Digests> digests() {
    return entries().stream().flatMap(e -> LogEntry.Digests.parse(e).stream()).findFirst();
  }

  /** The sender's signature: the first {@code X1 sig} entry that parses. */
  public Optional<LogEntry.SenderSignature> senderSignature() {
    return entries().stream().flatMap(e -> LogEntry.SenderSignature.parse(e).stream()).findFirst();
  }

  /** Whether it went through more than 16 nodes, or was relayed twice by one (SPEC 6.4). */
  public boolean isLoop() {
    List<String> hops = entries().stream().filter(e -> e.startsWith("X1 hop")).toList();
    List<String> relays = hops.stream().flatMap(hop -> LogEntry.relay(hop).stream()).toList();
    return hops.size() > Limits.HOPS_MAX || relays.stream().distinct().count() < relays.size();
  }

  /**
   * The bytes before the first entry that starts with {@code X1 sig} or {@code X1 hop} (SPEC 5.1).
   */
  public Bytes origin() {
    byte[] log = bytes.unsafeArray();
    byte separator = separator();
    int start = 0;
    while (start < log.length) {
      if (startsWith(log, start, SIG) || startsWith(log, start, HOP)) {
        return bytes.slice(0, start);
      }
      start = indexOf(log, start, separator) + 1;
    }
    return bytes;
  }

  private List<Bytes> entryBytes() {
    byte[] log = bytes.unsafeArray();
    byte separator = separator();
    List<Bytes> entries = new ArrayList<>();
    int start = 0;
    while (start < log.length) {
      int end = indexOf(log, start, separator);
      if (end > start) {
        entries.add(bytes.slice(start, end));
      }
      start = end + 1;
    }
    return entries;
  }

  private byte separator() {
    return contains((byte) 0) ? 0 : (byte) '\n';
  }

  private boolean isTerminated() {
    return bytes.isEmpty() || bytes.at(bytes.length() - 1) == 0;
  }

  private boolean contains(byte b) {
    return indexOf(bytes.unsafeArray(), 0, b) < bytes.length();
  }

  private static int indexOf(byte[] log, int from, byte b) {
    int at = from;
    while (at < log.length && log[at] != b) {
      at++;
    }
    return at;
  }

  private static boolean startsWith(byte[] log, int at, byte[] prefix) {
    return log.length - at >= prefix.length
        && java.util.Arrays.equals(log, at, at + prefix.length, prefix, 0, prefix.length);
  }
}
