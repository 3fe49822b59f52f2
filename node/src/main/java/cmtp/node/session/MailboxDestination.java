package cmtp.node.session;

import cmtp.node.delivery.RemoteDomain;
import cmtp.node.mailbox.Mailbox;
import cmtp.persistence.mailbox.BoxName;
import cmtp.persistence.mailbox.Flags;
import cmtp.persistence.mailbox.Incoming;
import cmtp.persistence.mailbox.Refusal;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.address.InvalidAddressException;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.message.HopTrail;
import cmtp.protocol.message.LogEntry;
import cmtp.protocol.message.MessageLog;
import java.util.Optional;
import java.util.function.Consumer;

/** A mailbox of this node, by delivery or by its own user's APPEND. */
final class MailboxDestination implements Destination {
  private final Conversation conversation;
  private final Address mailbox;
  private final Optional<X1Command.Append> append;

  MailboxDestination(
      Conversation conversation, Address mailbox, Optional<X1Command.Append> append) {
    this.conversation = conversation;
    this.mailbox = mailbox;
    this.append = append;
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public String owner() {
    return Mailbox.persistenceId(mailbox).id();
  }

  @Override
  public void check(Optional<MessageId> mid, long sizeBytes, Consumer<Answer> then) {
    conversation.askAgain(
        mailbox,
        replyTo -> {
          Mailbox.Command check = new Mailbox.Check(mid, sizeBytes, replyTo);
          return append.isPresent() ? conversation.inSession(check, replyTo) : check;
        },
        reply -> then.accept(answer(reply)),
        () -> then.accept(Silent.INSTANCE));
  }

  private static Answer answer(Mailbox.Reply reply) {
    if (reply == Mailbox.SessionOver.INSTANCE) {
      return new Refused(Verdict.SESSION_OVER);
    }
    if (!(reply instanceof Mailbox.Refused refused)) {
      return new Taken(reply instanceof Mailbox.Stored stored ? stored.uid() : 0);
    }
    return refused.refusal() == Refusal.DUPLICATE
        ? Known.INSTANCE
        : new Refused(Verdict.of(refused.refusal()));
  }

  @Override
  public Optional<Verdict> judge(MessageLog log) {
    return log.isLoop() ? Optional.of(Verdict.LOOP) : Optional.empty();
  }

  @Override
  public void store(ReceivedMail mail, MessageId mid, Consumer<Answer> then) {
    Incoming incoming = incoming(mail, mid);
    Runnable trouble = () -> then.accept(Silent.INSTANCE);
    if (append.isPresent()) {
      conversation.ask(
          mailbox,
          replyTo -> conversation.inSession(new Mailbox.Append(incoming, replyTo)),
          reply -> then.accept(answer(reply)),
          trouble);
    } else {
      conversation.insist(
          mailbox,
          replyTo -> new Mailbox.Deliver(incoming, replyTo),
          (reply, again) ->
              then.accept(delivered(mail, mid, Destination.told(answer(reply), again))),
          trouble);
    }
  }

  private Incoming incoming(ReceivedMail mail, MessageId mid) {
    return new Incoming(
        append.map(a -> BoxName.of(a.box())).orElse(BoxName.INBOX),
        mid,
        mail.content().contentId(),
        mail.sections(),
        mail.source(),
        append.map(a -> Flags.of(a.flags().toArray(String[]::new))).orElse(Flags.NONE));
  }

  private Answer delivered(ReceivedMail mail, MessageId mid, Answer answer) {
    if (answer instanceof Taken || answer == There.INSTANCE) {
      conversation.services().tracing().stored(mid, mailbox, conversation.now());
      noteContact(mail.log(), mid);
    }
    return answer;
  }

  /**
   * SPEC 6.4: who has just been heard of can perhaps be reached again. Signatures are verified only
   * for a domain that waits, so that nobody buys work with entries.
   */
  private void noteContact(MessageLog log, MessageId mid) {
    Federation federation = conversation.services().federation();
    Optional<LogEntry.Hop> last = HopTrail.last(log);
    Optional<DomainName> domain =
        last.flatMap(hop -> domain(hop.domain()))
            .filter(name -> !conversation.services().identity().serves(name))
            .filter(federation.waiting()::waits);
    if (domain.isPresent() && isProven(log, mid)) {
      federation.domains().tell(domain.get(), new RemoteDomain.Contact(last.get().key()));
    }
  }

  private static boolean isProven(MessageLog log, MessageId mid) {
    var steps = HopTrail.of(log, mid);
    return steps.get(steps.size() - 1).standing() == HopTrail.Standing.SIGNED;
  }

  private static Optional<DomainName> domain(String text) {
    try {
      return Optional.of(new DomainName(text));
    } catch (InvalidAddressException notADomain) {
      return Optional.empty();
    }
  }
}
