package cmtp.simulations.load.drive;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SealedBox;
import cmtp.protocol.message.LogEntry;
import cmtp.protocol.message.MailText;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import cmtp.simulations.load.plan.Shares;
import cmtp.simulations.load.target.TestMailbox;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Sealed mail, prepared beforehand so that sending costs next to nothing: for each mailbox and size
 * the bytes of {@code MAIL}, header and log, and a sealed body. A message differs from all others
 * by 16 digits in its log, a part that the mid covers, so no two are duplicates (SPEC 5.1).
 *
 * <p>Of large bodies only as many are sealed as fit {@link #BODIES_BYTES_MAX}; then mailboxes share
 * them, and some get mail that their key doesn't open. A node can't tell (SPEC 1.7).
 */
public final class Workload {
  /** What all sealed bodies together may take. */
  static final int BODIES_BYTES_MAX = 64 * 1024 * 1024;

  private static final Bytes COMMAND = Bytes.utf8("MAIL\0");
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final String NUMBER_PLACE = "0".repeat(16);
  private static final int BEHIND_NUMBER = 1;

  private final List<TestMailbox> mailboxes;

  /** By size, then by mailbox. */
  private final List<List<Template>> templates;

  private final List<Integer> sizes;

  /** Everything of one mailbox's messages but their number. */
  private record Template(
      MessageHeader header, LogEntry.Digests digests, Bytes head, ByteBuffer body) {
    int numberAt() {
      return head.length() - NUMBER_PLACE.length() - BEHIND_NUMBER;
    }
  }

  private Workload(
      List<TestMailbox> mailboxes, List<List<Template>> templates, List<Integer> sizes) {
    this.mailboxes = List.copyOf(mailboxes);
    this.templates = List.copyOf(templates);
    this.sizes = sizes;
  }

  /**
   * @param sizes header, log and body of each message together
   * @param run tells this run's messages from those of others
   * @param nowSeconds the time of writing inside the sealed bodies, Unix time
   * @throws IllegalArgumentException if a message of such a size can't hold a sealed body
   */
  public static Workload prepare(
      List<TestMailbox> mailboxes, Shares<Integer> sizes, Bytes run, long nowSeconds) {
    List<List<Template>> templates = new ArrayList<>();
    int memory = BODIES_BYTES_MAX / sizes.all().size();
    for (int size : sizes.all()) {
      templates.add(templates(mailboxes, size, memory, run, nowSeconds));
    }
    return new Workload(mailboxes, templates, sizes.all());
  }

  private static List<Template> templates(
      List<TestMailbox> mailboxes, int messageBytes, int memory, Bytes run, long nowSeconds) {
    List<ByteBuffer> bodies = new ArrayList<>();
    List<Bytes> digests = new ArrayList<>();
    List<Template> templates = new ArrayList<>();
    for (int i = 0; i < mailboxes.size(); i++) {
      TestMailbox mailbox = mailboxes.get(i);
      Address source = mailboxes.get((i + 1) % mailboxes.size()).address();
      int bodyBytes = messageBytes - overhead(mailbox.address(), source, run);
      int bodiesMax = Math.max(1, memory / Math.max(1, bodyBytes));
      if (bodies.size() < bodiesMax) {
        Bytes body = SealedBox.seal(text(bodyBytes, messageBytes, nowSeconds), mailbox.key());
        digests.add(Hash.of(body));
        bodies.add(ByteBuffer.allocateDirect(body.length()).put(body.unsafeArray()).flip());
      }
      int share = i % bodies.size();
      templates.add(
          template(mailbox.address(), source, run, digests.get(share), bodies.get(share)));
    }
    return templates;
  }

  private static Template template(
      Address destination, Address source, Bytes run, Bytes digest, ByteBuffer body) {
    LogEntry.Digests digests = new LogEntry.Digests(digest, List.of());
    MessageLog log = log(digests, run);
    MessageHeader header =
        MessageHeader.sealed(destination, source, 0, log.bytes().length(), body.remaining());
    Bytes head = Bytes.concat(COMMAND, header.encode(), log.bytes());
    return new Template(header, digests, head, body);
  }

  /** As our own clients write it, with one entry more. */
  private static MessageLog log(LogEntry.Digests digests, Bytes run) {
    return MessageLog.of(List.of(digests.text(), "load " + run.hex() + " " + NUMBER_PLACE));
  }

  private static int overhead(Address destination, Address source, Bytes run) {
    Bytes anyHash = Bytes.wrap(new byte[Hash.BYTES]);
    int log = log(new LogEntry.Digests(anyHash, List.of()), run).bytes().length();
    return MessageHeader.sealed(destination, source, 0, log, 0).encode().length() + log;
  }

  /** What a body of that length is sealed from. */
  private static Bytes text(int bodyBytes, int messageBytes, long nowSeconds) {
    MailText empty = new MailText(nowSeconds, "load", "", List.of(), "");
    int room = bodyBytes - SealedBox.OVERHEAD_BYTES - empty.encode().length();
    if (room < 0) {
      throw new IllegalArgumentException(
          "a sealed message to these mailboxes has at least "
              + (messageBytes - room)
              + " bytes, not "
              + messageBytes);
    }
    String line = "All work and no play makes this a dull message.\n";
    String filling = line.repeat(room / line.length() + 1).substring(0, room);
    return new MailText(nowSeconds, "load", "", List.of(), filling).encode();
  }

  /** Mailboxes take turns. */
  int mailboxOf(long number) {
    return (int) (number % mailboxes.size());
  }

  List<TestMailbox> mailboxes() {
    return mailboxes;
  }

  private Template of(long number, int size) {
    return templates.get(size).get(mailboxOf(number));
  }

  /** The longest {@link #writeHead} writes. */
  int headBytesMax() {
    return templates.stream()
        .flatMap(List::stream)
        .mapToInt(template -> template.head().length())
        .max()
        .orElse(0);
  }

  /** The command, the header and the log of a message, ready to be read from {@code target}. */
  void writeHead(long number, int size, ByteBuffer target) {
    Template template = of(number, size);
    target.clear().put(template.head().unsafeArray());
    int at = template.numberAt();
    for (int shift = 60; shift >= 0; shift -= 4) {
      target.put(at++, DIGITS[(int) (number >>> shift) & 15]);
    }
    target.flip();
  }

  /** A view of the message's sealed body. */
  ByteBuffer body(long number, int size) {
    return of(number, size).body().duplicate();
  }

  /** The identity that a receipt for the message must name. */
  MessageId mid(long number, int size) {
    Template template = of(number, size);
    ByteBuffer head = ByteBuffer.allocate(template.head().length());
    writeHead(number, size, head);
    int logBytes = Math.toIntExact(template.header().logLength());
    Bytes log = Bytes.of(head.array(), head.limit() - logBytes, logBytes);
    return Message.mid(template.header(), new MessageLog(log), template.digests());
  }

  /** Of a whole message of this size. */
  int messageBytes(int size) {
    return sizes.get(size);
  }

  /** How many different bodies were sealed. */
  long bodies() {
    return templates.stream()
        .flatMap(List::stream)
        .map(template -> template.digests().body())
        .distinct()
        .count();
  }
}
