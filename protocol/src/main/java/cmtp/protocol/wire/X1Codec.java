package cmtp.protocol.wire;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.MessageId;
import cmtp.protocol.command.FlagChanges;
import cmtp.protocol.command.Part;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.command.X1Frame;
import cmtp.protocol.field.FieldReader;
import cmtp.protocol.field.FieldWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The X1 commands' parameters as bytes, one table row a command (SPEC 7.5). */
public final class X1Codec {
  /** The most uids one command may name. */
  public static final int UIDS_MAX = 1000;

  private static final int KEY_BYTES = 32;
  private static final int SIGNATURE_BYTES = 64;
  private static final int LIST_TEXT_MAX = 16 * 1024;
  private static final String CANCEL = "cancel";

  private static final Map<String, Row<?>> BY_WORD = new LinkedHashMap<>();
  private static final Map<Class<?>, Row<?>> BY_TYPE = new HashMap<>();

  static {
    row(
        "SECURE",
        X1Command.Secure.class,
        in -> new X1Command.Secure(in.bytes(KEY_BYTES)),
        (c, out) -> out.bytes(c.ephemeralKey()));
    row(
        "AUTH",
        X1Command.Auth.class,
        in -> new X1Command.Auth(user(in), in.str()),
        (c, out) -> out.str(c.user()).str(c.device()));
    row(
        "PROVE",
        X1Command.Prove.class,
        in -> new X1Command.Prove(in.bytes(SIGNATURE_BYTES)),
        (c, out) -> out.bytes(c.signature()));
    row(
        "REGISTER",
        X1Command.Register.class,
        in ->
            new X1Command.Register(
                user(in),
                in.str(),
                in.sized(Limits.RECORD_BYTES_MAX),
                in.sized(Limits.XZIBIT_BYTES)),
        (c, out) -> out.str(c.user()).str(c.code()).sized(c.record()).sized(c.xzibit()));
    row(
        "XZIBIT",
        X1Command.Xzibit.class,
        in -> new X1Command.Xzibit(in.sized(Limits.XZIBIT_BYTES)),
        (c, out) -> out.sized(c.xzibit()));
    row("BOXES", X1Command.Boxes.class, in -> X1Command.Boxes.INSTANCE, (c, out) -> {});
    row(
        "LIST",
        X1Command.ListBox.class,
        in -> new X1Command.ListBox(in.str(), in.decimal(), in.decimal(), limit(in)),
        (c, out) -> out.str(c.box()).decimal(c.since()).decimal(c.known()).decimal(c.limit()));
    row(
        "FETCH",
        X1Command.Fetch.class,
        in -> new X1Command.Fetch(in.str(), uid(in), part(in), in.decimal(), in.decimal()),
        (c, out) ->
            out.str(c.box())
                .decimal(c.uid())
                .str(c.part().text())
                .decimal(c.offset())
                .decimal(c.length()));
    row(
        "FLAGS",
        X1Command.Flags.class,
        in -> new X1Command.Flags(in.str(), uids(in), changes(in), optionalModseq(in)),
        (c, out) ->
            out.str(c.box())
                .str(join(c.uids()))
                .str(c.changes().text())
                .str(c.ifModseq().map(String::valueOf).orElse("")));
    row(
        "MOVE",
        X1Command.Move.class,
        in -> new X1Command.Move(in.str(), uids(in), in.str()),
        (c, out) -> out.str(c.box()).str(join(c.uids())).str(c.target()));
    row(
        "COPY",
        X1Command.Copy.class,
        in -> new X1Command.Copy(in.str(), uids(in), in.str()),
        (c, out) -> out.str(c.box()).str(join(c.uids())).str(c.target()));
    row(
        "DELETE",
        X1Command.Delete.class,
        in -> new X1Command.Delete(in.str(), uids(in)),
        (c, out) -> out.str(c.box()).str(join(c.uids())));
    row(
        "APPEND",
        X1Command.Append.class,
        in -> new X1Command.Append(in.str(), flags(in)),
        (c, out) -> out.str(c.box()).str(String.join(",", c.flags())));
    row(
        "WATCH",
        X1Command.Watch.class,
        in -> new X1Command.Watch(in.decimal()),
        (c, out) -> out.decimal(c.since()));
    row("QUOTA", X1Command.Quota.class, in -> X1Command.Quota.INSTANCE, (c, out) -> {});
    row(
        "OUTBOX",
        X1Command.Outbox.class,
        in -> new X1Command.Outbox(cancelled(in)),
        (c, out) ->
            out.str(c.cancel().isPresent() ? CANCEL : "")
                .str(c.cancel().map(MessageId::toString).orElse("")));
    row(
        "OFFER",
        X1Command.Offer.class,
        in -> new X1Command.Offer(in.rest()),
        (c, out) -> out.bytes(c.headerAndLog()));
    row(
        "GETREC",
        X1Command.GetRecord.class,
        in -> new X1Command.GetRecord(in.str(), in.str(), in.str()),
        (c, out) -> out.str(c.type()).str(c.user()).str(c.domain()));
    row(
        "PUTREC",
        X1Command.PutRecord.class,
        in -> new X1Command.PutRecord(in.sized(Limits.RECORD_BYTES_MAX)),
        (c, out) -> out.sized(c.record()));
  }

  /** The words of every X1 command this version knows. */
  public static final Set<String> WORDS = Set.copyOf(BY_WORD.keySet());

  private X1Codec() {}

  /** Reads a frame's parameters; empty if they are not exactly what the command takes. */
  public static Optional<X1Command> decode(X1Frame frame) {
    Row<?> row = BY_WORD.get(frame.word());
    if (row == null) {
      return Optional.empty();
    }
    FieldReader in = new FieldReader(frame.parameters());
    X1Command command = row.decode().apply(in);
    return in.isComplete() ? Optional.of(command) : Optional.empty();
  }

  public static X1Frame encode(X1Command command, Bytes nonce) {
    return encode(BY_TYPE.get(command.getClass()), command, nonce);
  }

  @SuppressWarnings("unchecked")
  private static <C extends X1Command> X1Frame encode(Row<C> row, X1Command command, Bytes nonce) {
    FieldWriter out = new FieldWriter();
    row.encode().accept((C) command, out);
    return new X1Frame(row.word(), nonce, out.toBytes());
  }

  private record Row<C extends X1Command>(
      String word, Function<FieldReader, C> decode, BiConsumer<C, FieldWriter> encode) {}

  private static <C extends X1Command> void row(
      String word,
      Class<C> type,
      Function<FieldReader, C> decode,
      BiConsumer<C, FieldWriter> encode) {
    Row<C> row = new Row<>(word, decode, encode);
    BY_WORD.put(word, row);
    BY_TYPE.put(type, row);
  }

  /** {@code account@domain} is twice as long as a name, and one. */
  private static String user(FieldReader in) {
    return in.str(2 * Limits.NAME_BYTES_MAX + 1);
  }

  private static long uid(FieldReader in) {
    long uid = in.decimal();
    return uid <= 0xFFFFFFFFL ? uid : in.fail();
  }

  private static int limit(FieldReader in) {
    return (int) Math.min(in.decimal(), Limits.LIST_ROWS_MAX);
  }

  private static Part part(FieldReader in) {
    Optional<Part> part = Part.parse(in.str());
    if (part.isEmpty()) {
      in.fail();
    }
    return part.orElse(Part.Section.ALL);
  }

  private static FlagChanges changes(FieldReader in) {
    Optional<FlagChanges> changes = FlagChanges.parse(in.str(LIST_TEXT_MAX));
    if (changes.isEmpty()) {
      in.fail();
    }
    return changes.orElse(new FlagChanges(Set.of(), Set.of()));
  }

  private static Optional<Long> optionalModseq(FieldReader in) {
    String text = in.str();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    FieldReader number = new FieldReader(new FieldWriter().str(text).toBytes());
    long modseq = number.decimal();
    if (!number.isComplete()) {
      in.fail();
    }
    return Optional.of(modseq);
  }

  /** Neither action nor mid, or {@code cancel} and one. */
  private static Optional<MessageId> cancelled(FieldReader in) {
    String action = in.str();
    String text = in.str();
    Optional<MessageId> mid = action.equals(CANCEL) ? MessageId.parse(text) : Optional.empty();
    if (mid.isEmpty() && !(action.isEmpty() && text.isEmpty())) {
      in.fail();
    }
    return mid;
  }

  private static List<Long> uids(FieldReader in) {
    List<Long> uids = new ArrayList<>();
    for (String uid : in.str(LIST_TEXT_MAX).split(",", -1)) {
      if (!uid.matches("[1-9][0-9]{0,9}") || Long.parseLong(uid) > 0xFFFFFFFFL) {
        in.fail();
        return List.of();
      }
      uids.add(Long.parseLong(uid));
    }
    if (uids.size() > UIDS_MAX) {
      in.fail();
    }
    return uids.stream().distinct().toList();
  }

  private static List<String> flags(FieldReader in) {
    String text = in.str(LIST_TEXT_MAX);
    Set<String> flags = new TreeSet<>();
    for (String flag : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      if (!FlagChanges.isFlag(flag) || flags.size() == FlagChanges.FLAGS_MAX) {
        in.fail();
        return List.of();
      }
      flags.add(flag);
    }
    return List.copyOf(flags);
  }

  private static String join(List<Long> uids) {
    return String.join(",", uids.stream().map(String::valueOf).toList());
  }
}
