package cmtp.node.session;

import cmtp.node.delivery.RemoteDomain;
import cmtp.node.keys.ServerIdentity;
import cmtp.node.routing.NextHop;
import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.command.Status;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.message.HopTrail;
import cmtp.protocol.message.LogEntry;
import cmtp.protocol.message.MessageLog;
import java.util.Optional;
import java.util.function.Consumer;

/** The queue of another domain (SPEC 4.13). */
final class QueueDestination implements Destination {
  private static final int SIGNATURE_BYTES = 64;

  private final Conversation conversation;
  private final NextHop.OtherDomain hop;

  QueueDestination(Conversation conversation, NextHop.OtherDomain hop) {
    this.conversation = conversation;
    this.hop = hop;
  }

  private DomainName domain() {
    return hop.destination().domain();
  }

  @Override
  public boolean isLocal() {
    return false;
  }

  @Override
  public String owner() {
    return RemoteDomain.persistenceId(domain()).id();
  }

  /** What only the session allows, it allows only while its account stands. */
  @Override
  public void check(Optional<MessageId> mid, long sizeBytes, Consumer<Answer> then) {
    if (!hop.proven()) {
      checkQueue(mid, sizeBytes, then);
      return;
    }
    conversation.whileSessionStands(
        () -> checkQueue(mid, sizeBytes, then),
        () -> then.accept(new Refused(Verdict.SESSION_OVER)),
        () -> then.accept(Silent.INSTANCE));
  }

  private void checkQueue(Optional<MessageId> mid, long sizeBytes, Consumer<Answer> then) {
    conversation.insist(
        domain(),
        replyTo -> new RemoteDomain.Check(mid, sizeBytes, replyTo),
        (reply, again) -> then.accept(answer(reply)),
        () -> then.accept(Silent.INSTANCE));
  }

  private static Answer answer(RemoteDomain.Reply reply) {
    if (reply instanceof RemoteDomain.Refused refused) {
      return new Refused(Verdict.passing(Status.TRYLATER, refused.reason()));
    }
    return reply == RemoteDomain.Known.INSTANCE ? Known.INSTANCE : new Taken(0);
  }

  /** The log must have room for this node's own entry, and be no loop with it. */
  @Override
  public Optional<Verdict> judge(MessageLog log) {
    if (!log.isExtendable()) {
      return Optional.of(
          Verdict.permanent(Status.BADREQUEST, "a log without NUL can't be forwarded"));
    }
    MessageLog passed = log.plus(placeholder().text());
    if (passed.isLoop() || wasHere(log) && !ReturnedMail.isOurs(log, identity())) {
      return Optional.of(Verdict.LOOP);
    }
    return passed.isWellFormed() && passed.bytes().length() <= Limits.DEFAULT.logBytesMax()
        ? Optional.empty()
        : Optional.of(Verdict.permanent(Status.BADREQUEST, "the log has no room for a hop"));
  }

  /** A message always has the same destination: what is back would go round for ever. */
  private boolean wasHere(MessageLog log) {
    return !hop.proven() && ReturnedMail.wasAt(log, identity().primary());
  }

  @Override
  public boolean isReturned(MessageLog log, MessageId mid) {
    return wasHere(log) && ReturnedMail.isProven(log, mid, identity());
  }

  private ServerIdentity identity() {
    return conversation.services().identity();
  }

  /** As long as the real entry, and nobody has to sign it. */
  private LogEntry.Hop placeholder() {
    ServerIdentity identity = identity();
    return new LogEntry.Hop(
        identity.primary().value(),
        action(),
        conversation.now(),
        identity.key().publicKey().bytes(),
        Bytes.wrap(new byte[Hash.BYTES]),
        Bytes.wrap(new byte[SIGNATURE_BYTES]));
  }

  private LogEntry.HopAction action() {
    return hop.proven() ? LogEntry.HopAction.RECV : LogEntry.HopAction.RELAY;
  }

  @Override
  public void store(ReceivedMail mail, MessageId mid, Consumer<Answer> then) {
    if (wasHere(mail.log())) {
      takeBack(mail, mid, then);
      return;
    }
    RemoteDomain.NewMail queued = queued(mail, mid);
    conversation.insist(
        domain(),
        replyTo -> new RemoteDomain.Enqueue(queued, replyTo),
        (reply, again) -> then.accept(Destination.told(answer(reply), again)),
        () -> then.accept(Silent.INSTANCE));
  }

  /** Whoever sent it back hears of the loop, once the originator is sure to hear of it too. */
  private void takeBack(ReceivedMail mail, MessageId mid, Consumer<Answer> then) {
    if (!isReturned(mail.log(), mid)) {
      then.accept(new Refused(Verdict.LOOP));
      return;
    }
    RemoteDomain.NewMail returned =
        new RemoteDomain.NewMail(
            mid,
            mail.content().contentId(),
            mail.sections(),
            mail.source(),
            mail.destination(),
            true,
            "");
    conversation.askQueue(
        domain(),
        RemoteDomain.Reply.class,
        replyTo -> new RemoteDomain.TakeBack(returned, replyTo),
        reply ->
            then.accept(
                reply instanceof RemoteDomain.Refused ? answer(reply) : new Refused(Verdict.LOOP)),
        () -> then.accept(Silent.INSTANCE));
  }

  /** A proven source is told in its stored form: its owner asks for it by that. */
  private RemoteDomain.NewMail queued(ReceivedMail mail, MessageId mid) {
    ServerIdentity identity = conversation.services().identity();
    LogEntry.Hop entry =
        HopTrail.next(
            mail.log(), mid, identity.key(), identity.primary(), action(), conversation.now());
    return new RemoteDomain.NewMail(
        mid,
        mail.content().contentId(),
        mail.sections(),
        hop.proven() ? conversation.user().orElseThrow().toString() : mail.source(),
        mail.destination(),
        hop.proven(),
        entry.text());
  }
}
