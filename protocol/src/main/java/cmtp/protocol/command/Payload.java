package cmtp.protocol.command;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.MessageId;
import cmtp.protocol.field.FieldReader;
import cmtp.protocol.field.FieldWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** What OK replies carry (SPEC 7.5 to 7.16): each type encodes itself and reads itself back. */
public sealed interface Payload {
  /** The longest table: the uids that vanished from a box, as far as they are remembered. */
  int ROWS_MAX = 10_000;

  Bytes encode();

  /** BOXES. */
  record BoxTable(List<BoxRow> rows) implements Payload {
    public BoxTable {
      rows = List.copyOf(rows);
    }

    @Override
    public Bytes encode() {
      FieldWriter out = new FieldWriter();
      writeTable(out, rows, (row, to) -> row.write(to));
      return out.toBytes();
    }

    public static Optional<BoxTable> decode(Bytes payload) {
      return complete(payload, in -> new BoxTable(readTable(in, BoxRow::read)));
    }
  }

  /**
   * @param bytes sum of the messages' sizes
   */
  record BoxRow(
      String box,
      long uidValidity,
      long nextUid,
      long modseq,
      long total,
      long unseen,
      long bytes) {
    void write(FieldWriter out) {
      out.str(box).u32(uidValidity).u32(nextUid).u64(modseq).u32(total).u32(unseen).u64(bytes);
    }

    static BoxRow read(FieldReader in) {
      return new BoxRow(in.str(), in.u32(), in.u32(), in.u64(), in.u32(), in.u32(), in.u64());
    }
  }

  /**
   * LIST.
   *
   * @param modseq of the mailbox when the page was made
   * @param more whether rows were cut: ask again from the last row's modseq
   */
  record Page(long modseq, List<MessageRow> rows, List<Long> vanished, boolean more)
      implements Payload {
    public Page {
      rows = List.copyOf(rows);
      vanished = List.copyOf(vanished);
    }

    @Override
    public Bytes encode() {
      FieldWriter out = new FieldWriter().u64(modseq);
      writeTable(out, rows, (row, to) -> row.write(to));
      writeTable(out, vanished, (uid, to) -> to.u32(uid));
      return out.u32(more ? 1 : 0).toBytes();
    }

    public static Optional<Page> decode(Bytes payload) {
      return complete(
          payload,
          in ->
              new Page(
                  in.u64(),
                  readTable(in, MessageRow::read),
                  readTable(in, FieldReader::u32),
                  in.count(1) == 1));
    }
  }

  /**
   * One message of a box.
   *
   * @param flags sorted
   * @param size bytes of the whole message
   * @param receivedMs Unix milliseconds
   */
  record MessageRow(
      long uid,
      MessageId mid,
      long modseq,
      List<String> flags,
      long size,
      long receivedMs,
      String source,
      int headerBytes,
      int logBytes,
      long bodyBytes,
      List<Long> attachmentBytes) {
    public MessageRow {
      flags = List.copyOf(flags);
      attachmentBytes = List.copyOf(attachmentBytes);
    }

    void write(FieldWriter out) {
      out.u32(uid).bytes(mid.value()).u64(modseq).str(String.join(",", flags));
      out.u64(size).u64(receivedMs).str(source);
      out.u32(headerBytes).u32(logBytes).u64(bodyBytes);
      writeTable(out, attachmentBytes, (bytes, to) -> to.u64(bytes));
    }

    static MessageRow read(FieldReader in) {
      return new MessageRow(
          in.u32(),
          readMid(in),
          in.u64(),
          split(in.str(FlagChanges.FLAGS_MAX * 33)),
          in.u64(),
          in.u64(),
          in.str(2 * Limits.NAME_BYTES_MAX + 1),
          in.count(Limits.TEXT_BYTES_MAX * 2),
          in.count(Integer.MAX_VALUE),
          in.u64(),
          readTable(in, FieldReader::u64));
    }

    private static List<String> split(String flags) {
      return flags.isEmpty() ? List.of() : List.of(flags.split(","));
    }
  }

  /**
   * FETCH.
   *
   * @param totalBytes of the part asked for
   */
  record Slice(long totalBytes, Bytes bytes) implements Payload {
    @Override
    public Bytes encode() {
      return new FieldWriter().u64(totalBytes).bytes(bytes).toBytes();
    }

    public static Optional<Slice> decode(Bytes payload) {
      return complete(payload, in -> new Slice(in.u64(), in.rest()));
    }
  }

  /** MOVE and COPY: which uid became which. */
  record NewUids(List<Pair> pairs) implements Payload {
    public NewUids {
      pairs = List.copyOf(pairs);
    }

    public record Pair(long uid, long newUid) {}

    @Override
    public Bytes encode() {
      FieldWriter out = new FieldWriter();
      writeTable(out, pairs, (pair, to) -> to.u32(pair.uid()).u32(pair.newUid()));
      return out.toBytes();
    }

    public static Optional<NewUids> decode(Bytes payload) {
      return complete(
          payload, in -> new NewUids(readTable(in, row -> new Pair(row.u32(), row.u32()))));
    }
  }

  /** FLAGS and DELETE. */
  record Modseq(long modseq) implements Payload {
    @Override
    public Bytes encode() {
      return new FieldWriter().u64(modseq).toBytes();
    }

    public static Optional<Modseq> decode(Bytes payload) {
      return complete(payload, in -> new Modseq(in.u64()));
    }
  }

  /** APPEND. */
  record Uid(long uid) implements Payload {
    @Override
    public Bytes encode() {
      return new FieldWriter().u32(uid).toBytes();
    }

    public static Optional<Uid> decode(Bytes payload) {
      return complete(payload, in -> new Uid(in.u32()));
    }
  }

  /** QUOTA. */
  record QuotaUse(long usedBytes, long limitBytes) implements Payload {
    @Override
    public Bytes encode() {
      return new FieldWriter().u64(usedBytes).u64(limitBytes).toBytes();
    }

    public static Optional<QuotaUse> decode(Bytes payload) {
      return complete(payload, in -> new QuotaUse(in.u64(), in.u64()));
    }
  }

  /**
   * OUTBOX without a cancellation.
   *
   * @param more whether messages wait that have no row
   */
  record Outbox(List<OutboxRow> rows, boolean more) implements Payload {
    public Outbox {
      rows = List.copyOf(rows);
    }

    @Override
    public Bytes encode() {
      FieldWriter out = new FieldWriter();
      writeTable(out, rows, (row, to) -> row.write(to));
      return out.u32(more ? 1 : 0).toBytes();
    }

    public static Optional<Outbox> decode(Bytes payload) {
      return complete(payload, in -> new Outbox(readTable(in, OutboxRow::read), in.count(1) == 1));
    }
  }

  /**
   * A message that waits for another domain.
   *
   * @param destination as the header gives it
   * @param acceptedMs Unix milliseconds, as all times here
   * @param reason why the last attempt failed, for people; empty if there was none
   * @param nextAttemptMs 0 if it is held back
   */
  record OutboxRow(
      MessageId mid,
      String destination,
      long acceptedMs,
      long attempts,
      String reason,
      long nextAttemptMs,
      State state) {
    /** On the wire the number of its place. */
    public enum State {
      WAITING,
      IN_DELIVERY,
      HELD
    }

    void write(FieldWriter out) {
      out.bytes(mid.value()).str(destination).u64(acceptedMs).u32(attempts);
      out.str(reason).u64(nextAttemptMs).u32(state.ordinal());
    }

    static OutboxRow read(FieldReader in) {
      return new OutboxRow(
          readMid(in),
          in.str(2 * Limits.NAME_BYTES_MAX + 1),
          in.u64(),
          in.u32(),
          in.str(Limits.TEXT_BYTES_MAX),
          in.u64(),
          State.values()[in.count(State.values().length - 1)]);
    }
  }

  /** GETREC: the newest record first, then its chain. */
  record Records(List<Bytes> newestFirst) implements Payload {
    public Records {
      newestFirst = List.copyOf(newestFirst);
    }

    @Override
    public Bytes encode() {
      FieldWriter out = new FieldWriter();
      writeTable(out, newestFirst, (record, to) -> to.sized(record));
      return out.toBytes();
    }

    public static Optional<Records> decode(Bytes payload) {
      return complete(
          payload, in -> new Records(readTable(in, row -> row.sized(Limits.RECORD_BYTES_MAX))));
    }
  }

  /**
   * OFFER.
   *
   * @param receipt for the message, if it is there already; empty for {@code go}
   */
  record OfferAnswer(Optional<Receipt> receipt) implements Payload {
    @Override
    public Bytes encode() {
      FieldWriter out = new FieldWriter().str(receipt.isPresent() ? "have" : "go");
      receipt.ifPresent(have -> out.bytes(have.mid().value()).bytes(have.signature()));
      return out.toBytes();
    }

    /** The mid that is there already. */
    public Optional<MessageId> held() {
      return receipt.map(Receipt::mid);
    }

    public static Optional<OfferAnswer> decode(Bytes payload) {
      return complete(
          payload,
          in ->
              switch (in.str()) {
                case "go" -> new OfferAnswer(Optional.empty());
                case "have" -> new OfferAnswer(Optional.of(Receipt.read(in)));
                default -> {
                  in.fail();
                  yield new OfferAnswer(Optional.empty());
                }
              });
    }
  }

  /**
   * What a node answers for (SPEC 5.3), not verified.
   *
   * @param signature the server's over {@code SUCCESS <mid>}, as in the reply to MAIL
   */
  record Receipt(MessageId mid, Bytes signature) {
    private static final int SIGNATURE_BYTES = 64;

    static Receipt read(FieldReader in) {
      return new Receipt(readMid(in), in.bytes(SIGNATURE_BYTES));
    }

    /** What is signed. */
    public static Bytes signed(MessageId mid) {
      return Bytes.utf8("SUCCESS " + mid);
    }
  }

  /** WATCH. */
  record Watched(Kind kind, String box, long modseq) implements Payload {
    public enum Kind {
      CHANGE,
      BEAT,
      END
    }

    public static Watched change(String box, long modseq) {
      return new Watched(Kind.CHANGE, box, modseq);
    }

    public static Watched of(Kind kind) {
      return new Watched(kind, "", 0);
    }

    @Override
    public Bytes encode() {
      FieldWriter out = new FieldWriter().str(kind.name().toLowerCase(java.util.Locale.ROOT));
      return (kind == Kind.CHANGE ? out.str(box).u64(modseq) : out).toBytes();
    }

    public static Optional<Watched> decode(Bytes payload) {
      return complete(
          payload,
          in ->
              switch (in.str()) {
                case "change" -> change(in.str(), in.u64());
                case "beat" -> of(Kind.BEAT);
                case "end" -> of(Kind.END);
                default -> {
                  in.fail();
                  yield of(Kind.END);
                }
              });
    }
  }

  private static <T> Optional<T> complete(Bytes payload, Function<FieldReader, T> read) {
    FieldReader in = new FieldReader(payload);
    T value = read.apply(in);
    return in.isComplete() ? Optional.of(value) : Optional.empty();
  }

  private static MessageId readMid(FieldReader in) {
    Bytes mid = in.bytes(MessageId.BYTES);
    return new MessageId(mid.isEmpty() ? Bytes.wrap(new byte[MessageId.BYTES]) : mid);
  }

  private static <T> void writeTable(
      FieldWriter out, List<T> rows, BiConsumer<T, FieldWriter> write) {
    out.u32(rows.size());
    rows.forEach(row -> write.accept(row, out));
  }

  private static <T> List<T> readTable(FieldReader in, Function<FieldReader, T> read) {
    int count = in.count(ROWS_MAX);
    List<T> rows = new ArrayList<>();
    for (int i = 0; i < count && in.isOk(); i++) {
      rows.add(read.apply(in));
    }
    return rows;
  }
}
