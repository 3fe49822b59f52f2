package cmtp.node.session;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.message.MessageHeader;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One mail transaction: MAIL or APPEND (SPEC 4.5, 7.12). The header is judged first and mostly
 * decides; then the wire takes the message in; then its {@link Destination} stores it and the reply
 * goes out.
 */
final class MailTransaction {
  /** So much of a refused message is read and dropped, to keep the connection (SPEC 2.9). */
  private static final long SKIPPED_BYTES_MAX = 1024 * 1024;

  private static final Verdict NOT_AS_ANNOUNCED =
      Verdict.permanent(Status.BADREQUEST, "digests do not match the content");

  private final Conversation conversation;
  private final HeaderJudge judge;
  private Transaction current;

  MailTransaction(Conversation conversation) {
    this.conversation = conversation;
    this.judge = new HeaderJudge(conversation);
  }

  /** Where a message goes, and how its outcome is told. */
  private record Transaction(
      MessageHeader header, Destination to, Verdicts verdicts, long startedMs) {}

  /** The next message belongs to this APPEND frame; its verdicts are told in the frame's form. */
  private Optional<PendingAppend> pending = Optional.empty();

  private record PendingAppend(X1Command.Append command, Verdicts verdicts) {}

  void expect(X1Command.Append command, Consumer<X1Commands.Answer> answer) {
    pending = Optional.of(new PendingAppend(command, Verdicts.forAppend(conversation, answer)));
  }

  /** The message that follows is refused whatever it is, with this verdict. */
  private Optional<Verdict> refuseNext = Optional.empty();

  void expectRefused(Verdict verdict, Consumer<X1Commands.Answer> answer) {
    refuseNext = Optional.of(verdict);
    expect(new X1Command.Append("", List.of()), answer);
  }

  void start(MessageHeader header) {
    Verdicts verdicts =
        pending.map(PendingAppend::verdicts).orElseGet(conversation.answers()::verdicts);
    Optional<X1Command.Append> append = pending.map(PendingAppend::command);
    pending = Optional.empty();
    HeaderJudge.Judgement judgement =
        refuseNext
            .<HeaderJudge.Judgement>map(HeaderJudge.Stays::new)
            .orElseGet(() -> judge.judge(header, append));
    refuseNext = Optional.empty();
    if (judgement instanceof HeaderJudge.Goes goes) {
      begin(new Transaction(header, goes.to(), verdicts, conversation.now()));
    } else {
      Verdict why = ((HeaderJudge.Stays) judgement).why();
      refused(why);
      verdicts.refuseEarly(why, isSkippable(header));
    }
  }

  /** For the operator: counted, and logged once for each connection. */
  private void refused(Verdict why) {
    conversation.services().meter().refused(why.status(), why.permanent());
    conversation.logOnce("had mail refused: " + why.text());
  }

  private void begin(Transaction transaction) {
    MessageHeader header = transaction.header();
    if (!conversation.services().admission().tryAcquire()) {
      Verdict busy = Verdict.passing(Status.TRYLATER, "busy");
      refused(busy);
      transaction.verdicts().refuseEarly(busy, isSkippable(header));
      return;
    }
    current = transaction;
    long size = header.encode().length() + header.logLength() + header.bodyLength();
    transaction.to().check(Optional.empty(), size, this::checked);
  }

  /** Of a version that is not known, nobody can tell where the message ends. */
  private static boolean isSkippable(MessageHeader header) {
    return header.version() <= MessageHeader.SEALED
        && header.logLength() + header.bodyLength() <= SKIPPED_BYTES_MAX;
  }

  private void checked(Destination.Answer answer) {
    if (answer instanceof Destination.Refused refused) {
      refuseCurrentEarly(refused.verdict());
    } else if (answer == Destination.Silent.INSTANCE) {
      refuseCurrentEarly(Verdict.passing(Status.TRYLATER, "try again later"));
    } else {
      conversation.instruct(
          Bytes.EMPTY,
          new Wire.Next.Receive(conversation.services().contents().open(current.to().owner())));
    }
  }

  private void refuseCurrentEarly(Verdict verdict) {
    Transaction ended = end();
    refused(verdict);
    ended.verdicts().refuseEarly(verdict, isSkippable(ended.header()));
  }

  private Transaction end() {
    Transaction ended = current;
    current = null;
    conversation.services().admission().release();
    return ended;
  }

  /** The whole message is in the content store. */
  void received(ReceivedMail mail) {
    if (current == null) {
      mail.content().abort();
      return;
    }
    Optional<Verdict> refused =
        mail.isAsAnnounced() ? current.to().judge(mail.log()) : Optional.of(NOT_AS_ANNOUNCED);
    if (refused.isPresent()) {
      mail.content().abort();
      refuseCurrent(refused.get());
      return;
    }
    MessageId mid = mail.mid();
    current.to().store(mail, mid, answer -> stored(mail, mid, answer));
  }

  private void refuseCurrent(Verdict verdict) {
    refused(verdict);
    end().verdicts().refuse(verdict);
  }

  private void stored(ReceivedMail mail, MessageId mid, Destination.Answer answer) {
    if (answer == Destination.Silent.INSTANCE) {
      // Whether it is there is unknown, so the content stays: after the next start its owner is
      // asked.
      refuseCurrent(Verdict.passing(Status.TRYLATER, "not stored in time"));
    } else if (answer == Destination.There.INSTANCE) {
      // The content stays, too.
      Transaction done = end();
      accepted(done, mail, mid);
      done.verdicts().accept(mid, 0);
    } else if (answer instanceof Destination.Taken taken) {
      Transaction done = end();
      mail.content().confirm();
      accepted(done, mail, mid);
      done.verdicts().accept(mid, taken.uid());
    } else {
      mail.content().abort();
      if (answer instanceof Destination.Refused refused) {
        refuseCurrent(refused.verdict());
      } else {
        end().verdicts().accept(mid, 0);
      }
    }
  }

  /** One line for each message: by its mid, operators find out what became of it. */
  private void accepted(Transaction done, ReceivedMail mail, MessageId mid) {
    long millis = Math.max(0, conversation.now() - done.startedMs());
    long bytes = mail.sections().size();
    conversation.services().meter().accepted(done.to().isLocal(), bytes, millis);
    conversation
        .context()
        .getLog()
        .atInfo()
        .addKeyValue("mid", mid.prefix())
        .addKeyValue("peer", conversation.peerAddress())
        .addKeyValue("from", mail.source())
        .addKeyValue("to", mail.destination())
        .addKeyValue("bytes", bytes)
        .addKeyValue("ms", millis)
        .log(done.to().isLocal() ? "accepted" : "queued");
  }

  /** The content store would not take it. */
  void notStored(String reason) {
    if (current != null) {
      conversation.logOnce("had mail deferred: " + reason);
      Verdict verdict = Verdict.passing(Status.TRYLATER, "could not be stored");
      conversation.services().meter().refused(verdict.status(), verdict.permanent());
      end().verdicts().refuseBroken(verdict);
    }
  }

  /** What comes next on the wire belongs to a message. */
  boolean isExpected() {
    return current != null || pending.isPresent();
  }

  /** The peer is gone; whoever has said all of it need not wait for the answer. */
  void disconnected() {
    if (isExpected() && !conversation.isAsking()) {
      conversation.logOnce("was gone in the middle of a message");
    }
  }

  /** What came is no message: told in the form of the command that it belongs to. */
  void broken(Verdict verdict) {
    Verdicts verdicts = pending.map(PendingAppend::verdicts).orElseGet(() -> end().verdicts());
    Verdict first = refuseNext.orElse(verdict);
    pending = Optional.empty();
    refuseNext = Optional.empty();
    conversation.services().meter().refused(first.status(), first.permanent());
    verdicts.refuseBroken(first);
  }

  /** The session ends; what was under way is nobody's any more. */
  void release() {
    if (current != null) {
      end();
    }
  }

  /** The node stops now. */
  void abandon() {
    if (current != null && !conversation.isAsking()) {
      broken(Verdict.passing(Status.TRYLATER, "shutting down"));
    }
  }
}
