package cmtp.node.session;

import cmtp.node.mailbox.Mailbox;
import cmtp.persistence.mailbox.BoxName;
import cmtp.persistence.mailbox.BoxSummary;
import cmtp.persistence.mailbox.Entry;
import cmtp.persistence.mailbox.FlagChange;
import cmtp.persistence.mailbox.Listing;
import cmtp.persistence.mailbox.Sections;
import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.command.Part;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/** Reading and changing one's own boxes (SPEC 7.8 to 7.11). */
final class BoxCommands {
  private final Conversation conversation;

  BoxCommands(Conversation conversation) {
    this.conversation = conversation;
  }

  void handle(X1Command command, Consumer<X1Commands.Answer> answer) {
    if (command == X1Command.Boxes.INSTANCE) {
      ask(Mailbox.GetBoxes::new, BoxCommands::boxes, answer);
    } else if (command instanceof X1Command.ListBox list) {
      list(list, answer);
    } else if (command instanceof X1Command.Fetch fetch) {
      fetch(fetch, answer);
    } else if (command instanceof X1Command.Flags flags) {
      flags(flags, answer);
    } else if (command instanceof X1Command.Move move) {
      move(move, answer);
    } else if (command instanceof X1Command.Copy copy) {
      copy(copy, answer);
    } else if (command instanceof X1Command.Delete delete) {
      delete(delete, answer);
    } else {
      throw new IllegalStateException("nobody serves " + command);
    }
  }

  private static X1Commands.Answer boxes(Mailbox.Reply reply) {
    List<Payload.BoxRow> rows = new ArrayList<>();
    for (BoxSummary box : ((Mailbox.BoxesView) reply).boxes()) {
      rows.add(
          new Payload.BoxRow(
              box.name().value(),
              box.uidValidity(),
              box.nextUid(),
              box.modseq(),
              box.total(),
              box.unseen(),
              box.bytes()));
    }
    return X1Commands.Answer.ok(new Payload.BoxTable(rows));
  }

  private void list(X1Command.ListBox command, Consumer<X1Commands.Answer> answer) {
    Optional<BoxName> box = box(command.box(), answer);
    if (box.isPresent()) {
      ask(
          to ->
              new Mailbox.ListBox(box.get(), command.since(), command.known(), command.limit(), to),
          BoxCommands::page,
          answer);
    }
  }

  private static X1Commands.Answer page(Mailbox.Reply reply) {
    Listing listing = ((Mailbox.ListView) reply).listing();
    if (!(listing instanceof Listing.Page page)) {
      return X1Commands.Answer.of(Status.RESYNC, "list this box again from 0");
    }
    List<Payload.MessageRow> rows = page.rows().stream().map(BoxCommands::row).toList();
    return X1Commands.Answer.ok(
        new Payload.Page(page.modseq(), rows, page.vanished(), page.more()));
  }

  private static Payload.MessageRow row(Entry entry) {
    Sections sections = entry.sections();
    return new Payload.MessageRow(
        entry.uid(),
        entry.mid(),
        entry.modseq(),
        entry.flags().names(),
        entry.size(),
        entry.receivedMs(),
        entry.source(),
        sections.headerBytes(),
        sections.logBytes(),
        sections.bodyBytes(),
        sections.attachmentBytes());
  }

  private void fetch(X1Command.Fetch command, Consumer<X1Commands.Answer> answer) {
    Optional<BoxName> box = box(command.box(), answer);
    if (box.isPresent()) {
      conversation.askOwn(
          to -> new Mailbox.Find(box.get(), command.uid(), to),
          reply -> fetchFound(reply, command, answer),
          answer);
    }
  }

  /** Where a part lies in the stored message. */
  private record Range(long offset, long length) {}

  private void fetchFound(
      Mailbox.Reply reply, X1Command.Fetch command, Consumer<X1Commands.Answer> answer) {
    if (reply instanceof Mailbox.Refused refused) {
      answer.accept(X1Commands.Answer.of(Verdict.of(refused.refusal())));
      return;
    }
    Entry entry = ((Mailbox.Found) reply).entry();
    Optional<Range> range = range(entry, command.part());
    if (range.isEmpty()) {
      answer.accept(X1Commands.Answer.of(Status.NOTFOUND, "no such part"));
      return;
    }
    long total = range.get().length();
    if (command.offset() > total) {
      answer.accept(X1Commands.Answer.of(Status.BADREQUEST, "offset beyond the part's end"));
      return;
    }
    long wanted = Math.min(command.length(), total - command.offset());
    int length = (int) Math.min(wanted, Limits.FETCH_BYTES_MAX);
    if (length == 0) {
      answer.accept(X1Commands.Answer.ok(new Payload.Slice(total, Bytes.EMPTY)));
      return;
    }
    conversation.read(
        conversation
            .services()
            .contents()
            .read(entry.contentId(), range.get().offset() + command.offset(), length),
        bytes -> answer.accept(slice(total, length, bytes)),
        () -> answer.accept(tryLater()));
  }

  private static X1Commands.Answer slice(long total, int length, Bytes bytes) {
    return bytes.length() == length
        ? X1Commands.Answer.ok(new Payload.Slice(total, bytes))
        : X1Commands.Answer.of(Status.NOTFOUND, "deleted meanwhile");
  }

  private static Optional<Range> range(Entry entry, Part part) {
    Sections sections = entry.sections();
    if (part instanceof Part.Attachment attachment) {
      int index = attachment.index();
      return index < sections.attachmentBytes().size()
          ? Optional.of(
              new Range(sections.attachmentOffset(index), sections.attachmentBytes().get(index)))
          : Optional.empty();
    }
    return Optional.of(
        switch ((Part.Section) part) {
          case ALL -> new Range(0, entry.size());
          case ENV -> new Range(0, sections.headerBytes());
          case LOG -> new Range(sections.logOffset(), sections.logBytes());
          case BODY -> new Range(sections.bodyOffset(), sections.bodyBytes());
        });
  }

  private void flags(X1Command.Flags command, Consumer<X1Commands.Answer> answer) {
    Optional<BoxName> box = box(command.box(), answer);
    Optional<FlagChange> change = FlagChange.parse(command.changes().text());
    if (box.isPresent() && change.isPresent()) {
      ask(
          to ->
              new Mailbox.ChangeFlags(
                  box.get(), command.uids(), change.get(), command.ifModseq(), to),
          BoxCommands::modseq,
          answer);
    } else if (box.isPresent()) {
      answer.accept(X1Commands.Answer.of(Status.BADREQUEST, "not flag changes"));
    }
  }

  private void move(X1Command.Move command, Consumer<X1Commands.Answer> answer) {
    Optional<BoxName> target = target(command.box(), command.target(), answer);
    Optional<BoxName> box = target.flatMap(to -> box(command.box(), answer));
    if (box.isPresent()) {
      ask(
          to -> new Mailbox.Move(box.get(), command.uids(), target.get(), to),
          BoxCommands::newUids,
          answer);
    }
  }

  private void copy(X1Command.Copy command, Consumer<X1Commands.Answer> answer) {
    Optional<BoxName> target = target(command.box(), command.target(), answer);
    Optional<BoxName> box = target.flatMap(to -> box(command.box(), answer));
    if (box.isPresent()) {
      ask(
          to -> new Mailbox.Copy(box.get(), command.uids(), target.get(), to),
          BoxCommands::newUids,
          answer);
    }
  }

  private static X1Commands.Answer newUids(Mailbox.Reply reply) {
    Mailbox.Placed placed = (Mailbox.Placed) reply;
    List<Payload.NewUids.Pair> pairs = new ArrayList<>();
    for (int i = 0; i < placed.uids().size(); i++) {
      pairs.add(new Payload.NewUids.Pair(placed.uids().get(i), placed.newUids().get(i)));
    }
    return X1Commands.Answer.ok(new Payload.NewUids(pairs));
  }

  private void delete(X1Command.Delete command, Consumer<X1Commands.Answer> answer) {
    Optional<BoxName> box = box(command.box(), answer);
    if (box.isPresent()) {
      ask(to -> new Mailbox.Delete(box.get(), command.uids(), to), BoxCommands::modseq, answer);
    }
  }

  private static X1Commands.Answer modseq(Mailbox.Reply reply) {
    return X1Commands.Answer.ok(new Payload.Modseq(((Mailbox.DoneAt) reply).modseq()));
  }

  private void ask(
      Function<ActorRef<Mailbox.Reply>, Mailbox.Command> question,
      Function<Mailbox.Reply, X1Commands.Answer> ok,
      Consumer<X1Commands.Answer> answer) {
    conversation.askOwn(
        question,
        reply ->
            answer.accept(
                reply instanceof Mailbox.Refused refused
                    ? X1Commands.Answer.of(Verdict.of(refused.refusal()))
                    : ok.apply(reply)),
        answer);
  }

  /** A name that no box can have is a box that is not there. */
  private static Optional<BoxName> box(String name, Consumer<X1Commands.Answer> answer) {
    Optional<BoxName> box = exactly(name);
    if (box.isEmpty()) {
      answer.accept(X1Commands.Answer.of(Status.NOTFOUND, "no such box"));
    }
    return box;
  }

  /** SPEC 7.11: what can be no target is said before whether the box is there. */
  private static Optional<BoxName> target(
      String box, String name, Consumer<X1Commands.Answer> answer) {
    Optional<BoxName> target = exactly(name).filter(other -> !other.value().equals(box));
    if (target.isEmpty()) {
      answer.accept(X1Commands.Answer.of(Status.BADREQUEST, "not the name of another box"));
    }
    return target;
  }

  /** Box names are compared exactly (SPEC 7.8). */
  static Optional<BoxName> exactly(String name) {
    return BoxName.parse(name).filter(box -> box.value().equals(name));
  }

  private static X1Commands.Answer tryLater() {
    return X1Commands.Answer.of(Status.TRYLATER, "try again later");
  }
}
