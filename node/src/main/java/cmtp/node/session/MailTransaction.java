package cmtp.node.session;

import cmtp.node.mailbox.Mailbox;
import cmtp.persistence.mailbox.BoxName;
import cmtp.persistence.mailbox.Flags;
import cmtp.persistence.mailbox.Incoming;
import cmtp.persistence.mailbox.Refusal;
import cmtp.persistence.mailbox.Sections;
import cmtp.protocol.Limits;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.field.FieldReader;
import cmtp.protocol.message.LogEntry;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One mail transaction: MAIL, APPEND, or OFFER's question about one (SPEC 4.5, 7.12, 7.15). The
 * header is judged first and mostly decides; then the wire takes the message in; then the mailbox
 * stores it and the reply goes out.
 */
final class MailTransaction {
  /** So much of a refused message is read and dropped, to keep the connection (SPEC 2.9). */
  private static final long SKIPPED_BYTES_MAX = 1024 * 1024;

  private static final Verdict LOOP =
      Verdict.permanent(Status.LOOP, "went through too many nodes, or through one twice");

  private final Conversation conversation;
  private Transaction current;

  MailTransaction(Conversation conversation) {
    this.conversation = conversation;
  }

  /** Where a message goes, and how its outcome is told. */
  private record Transaction(
      MessageHeader header,
      Address mailbox,
      Verdicts verdicts,
      Optional<X1Command.Append> append) {}

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
    Optional<Verdict> refused = refuseNext.or(() -> judge(header, append.isPresent()));
    refuseNext = Optional.empty();
    if (refused.isPresent()) {
      conversation.logOnce("had mail refused: " + refused.get().text());
      verdicts.refuseEarly(refused.get(), isSkippable(header));
      return;
    }
    Address mailbox = append.isPresent() ? user() : destination(header).orElseThrow();
    current = new Transaction(header, mailbox, verdicts, append);
    if (!conversation.services().admission().tryAcquire()) {
      current = null;
      verdicts.refuseEarly(Verdict.passing(Status.TRYLATER, "busy"), isSkippable(header));
      return;
    }
    long size = header.encode().length() + header.logLength() + header.bodyLength();
    conversation.ask(
        mailbox,
        replyTo ->
            inSession(append.isPresent(), new Mailbox.Check(Optional.empty(), size, replyTo)),
        this::checked,
        () -> refuseCurrentEarly(Verdict.passing(Status.TRYLATER, "try again later")));
  }

  private Mailbox.Command inSession(boolean append, Mailbox.Command command) {
    return append ? conversation.inSession(command) : command;
  }

  private Address user() {
    return conversation.user().orElseThrow();
  }

  /** Of a version that is not known, nobody can tell where the message ends. */
  private static boolean isSkippable(MessageHeader header) {
    return header.version() <= MessageHeader.SEALED
        && header.logLength() + header.bodyLength() <= SKIPPED_BYTES_MAX;
  }

  private Optional<Address> destination(MessageHeader header) {
    return conversation.address(header.destinationAccount(), header.destinationDomain());
  }

  /** What the header alone says against the message. */
  private Optional<Verdict> judge(MessageHeader header, boolean append) {
    if (conversation.isFinishing()) {
      return Optional.of(Verdict.passing(Status.TRYLATER, "shutting down"));
    }
    Optional<Verdict> version = judgeVersion(header);
    if (version.isPresent()) {
      return version;
    }
    Optional<Address> destination = destination(header);
    if (append) {
      boolean own =
          destination.equals(conversation.user())
              && conversation
                  .address(header.sourceAccount(), header.sourceDomain())
                  .equals(conversation.user());
      return own
          ? Optional.empty()
          : Optional.of(Verdict.permanent(Status.DENIED, "not from and to this account"));
    }
    if (destination.isEmpty() || destination.get().account().isServer()) {
      return Optional.of(Verdict.permanent(Status.NOTFOUND, "unknown account"));
    }
    return conversation.services().identity().isOurs(destination.get())
        ? Optional.empty()
        : Optional.of(Verdict.permanent(Status.DENIED, "mail for that domain is not forwarded"));
  }

  private Optional<Verdict> judgeVersion(MessageHeader header) {
    boolean allowed =
        header.version() == MessageHeader.SEALED
            || header.version() == MessageHeader.PLAINTEXT && conversation.policy().plaintext();
    return allowed
        ? Optional.empty()
        : Optional.of(
            Verdict.permanent(Status.BADREQUEST, "version " + header.version() + " refused"));
  }

  private void checked(Mailbox.Reply reply) {
    if (reply instanceof Mailbox.Refused refused) {
      refuseCurrentEarly(Verdict.of(refused.refusal()));
      return;
    }
    if (reply == Mailbox.SessionOver.INSTANCE) {
      refuseCurrentEarly(Verdict.SESSION_OVER);
      return;
    }
    String owner = Mailbox.persistenceId(current.mailbox()).id();
    conversation.instruct(
        cmtp.protocol.Bytes.EMPTY,
        new Wire.Next.Receive(conversation.services().contents().open(owner)));
  }

  private void refuseCurrentEarly(Verdict verdict) {
    Transaction refused = end();
    conversation.logOnce("had mail refused: " + verdict.text());
    refused.verdicts().refuseEarly(verdict, isSkippable(refused.header()));
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
    if (!mail.isAsAnnounced()) {
      mail.content().abort();
      refuseCurrent(Verdict.permanent(Status.BADREQUEST, "digests do not match the content"));
      return;
    }
    if (mail.log().isLoop()) {
      mail.content().abort();
      refuseCurrent(LOOP);
      return;
    }
    MessageId mid = mail.mid();
    Incoming incoming = incoming(mail, mid);
    conversation.ask(
        current.mailbox(),
        replyTo ->
            current.append().isPresent()
                ? conversation.inSession(new Mailbox.Append(incoming, replyTo))
                : new Mailbox.Deliver(incoming, replyTo),
        reply -> stored(mail, mid, reply),
        // The outcome is unknown, so the content stays: after the next start its mailbox is asked.
        () -> refuseCurrent(Verdict.passing(Status.TRYLATER, "not stored in time")));
  }

  private void refuseCurrent(Verdict verdict) {
    conversation.logOnce("had mail refused: " + verdict.text());
    end().verdicts().refuse(verdict);
  }

  private Incoming incoming(ReceivedMail mail, MessageId mid) {
    MessageHeader header = mail.header();
    Sections sections =
        new Sections(
            header.encode().length(),
            (int) header.logLength(),
            header.bodyLength(),
            mail.attachmentBytes());
    Optional<X1Command.Append> append = current.append();
    return new Incoming(
        append.map(a -> BoxName.of(a.box())).orElse(BoxName.INBOX),
        mid,
        mail.content().contentId(),
        sections,
        header.sourceAccount() + "@" + header.sourceDomain(),
        append.map(a -> Flags.of(a.flags().toArray(String[]::new))).orElse(Flags.NONE));
  }

  private void stored(ReceivedMail mail, MessageId mid, Mailbox.Reply reply) {
    if (reply instanceof Mailbox.Stored stored) {
      Transaction done = end();
      mail.content().confirm();
      conversation.context().getLog().debug("stored {} for {}", mid.prefix(), done.mailbox());
      done.verdicts().accept(mid, stored.uid());
      return;
    }
    mail.content().abort();
    if (!(reply instanceof Mailbox.Refused refused)) {
      refuseCurrent(Verdict.SESSION_OVER);
    } else if (refused.refusal() == Refusal.DUPLICATE) {
      end().verdicts().accept(mid, 0);
    } else {
      refuseCurrent(Verdict.of(refused.refusal()));
    }
  }

  /** The content store would not take it. */
  void notStored(String reason) {
    if (current != null) {
      conversation.logOnce("had mail deferred: " + reason);
      end().verdicts().refuseBroken(Verdict.passing(Status.TRYLATER, "could not be stored"));
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

  /** OFFER: the same judgement, without the message. */
  void offer(X1Command.Offer offer, Consumer<X1Commands.Answer> answer) {
    FieldReader in = new FieldReader(offer.headerAndLog());
    MessageHeader header = MessageHeader.read(in);
    boolean fits = in.isOk() && header.logLength() == in.remaining();
    MessageLog log = new MessageLog(in.rest());
    Optional<LogEntry.Digests> digests = log.digests();
    boolean complete =
        fits
            && log.isWellFormed()
            && digests.isPresent()
            && digests.get().attachments().size() == header.attachmentCount();
    if (!complete) {
      answer.accept(X1Commands.Answer.of(Status.BADREQUEST, "not a header and a log with digests"));
      return;
    }
    Optional<Verdict> refused = judgeOffer(header, log);
    if (refused.isPresent()) {
      answer.accept(X1Commands.Answer.of(refused.get().status(), refused.get().text()));
      return;
    }
    MessageId mid = Message.mid(header, log, digests.get());
    long size = offer.headerAndLog().length() + header.bodyLength();
    conversation.ask(
        destination(header).orElseThrow(),
        replyTo -> new Mailbox.Check(Optional.of(mid), size, replyTo),
        reply -> answer.accept(offered(reply, mid)),
        () -> answer.accept(X1Commands.Answer.of(Status.TRYLATER, "try again later")));
  }

  /** What the decoder says against a message before it reports it, nobody has said of an offer. */
  private Optional<Verdict> judgeOffer(MessageHeader header, MessageLog log) {
    Limits limits = conversation.policy().limits();
    long rest = limits.messageBytesMax() - header.encode().length() - header.logLength();
    if (header.logLength() > limits.logBytesMax() || header.bodyLength() > rest) {
      return Optional.of(Verdict.permanent(Status.TOOBIG, "message too large"));
    }
    if (header.version() == MessageHeader.SEALED && header.bodyLength() < Limits.SEALED_BYTES_MIN) {
      return Optional.of(Verdict.permanent(Status.BADREQUEST, "too short to be sealed"));
    }
    return log.isLoop() ? Optional.of(LOOP) : judge(header, false);
  }

  private static X1Commands.Answer offered(Mailbox.Reply reply, MessageId mid) {
    if (!(reply instanceof Mailbox.Refused refused)) {
      return X1Commands.Answer.ok(new Payload.OfferAnswer(Optional.empty()));
    }
    if (refused.refusal() == Refusal.DUPLICATE) {
      return X1Commands.Answer.ok(new Payload.OfferAnswer(Optional.of(mid)));
    }
    Verdict verdict = Verdict.of(refused.refusal());
    return X1Commands.Answer.of(verdict.status(), verdict.text());
  }
}
