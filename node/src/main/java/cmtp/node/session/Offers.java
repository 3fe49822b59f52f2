package cmtp.node.session;

import cmtp.protocol.Limits;
import cmtp.protocol.MessageId;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.field.FieldReader;
import cmtp.protocol.message.LogEntry;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import java.util.Optional;
import java.util.function.Consumer;

/** OFFER: MAIL's judgement without the message (SPEC 7.15). */
final class Offers {
  private final Conversation conversation;
  private final HeaderJudge judge;

  Offers(Conversation conversation) {
    this.conversation = conversation;
    this.judge = new HeaderJudge(conversation);
  }

  private record Offered(MessageHeader header, MessageLog log, LogEntry.Digests digests) {}

  void offer(X1Command.Offer offer, Consumer<X1Commands.Answer> answer) {
    Optional<Offered> offered = read(offer);
    if (offered.isEmpty()) {
      answer.accept(X1Commands.Answer.of(Status.BADREQUEST, "not a header and a log with digests"));
      return;
    }
    Optional<Verdict> refused = judgeForm(offered.get());
    if (refused.isPresent()) {
      answer.accept(X1Commands.Answer.of(refused.get()));
      return;
    }
    HeaderJudge.Judgement judgement = judge.judge(offered.get().header(), Optional.empty());
    if (judgement instanceof HeaderJudge.Goes goes) {
      ask(goes.to(), offered.get(), answer);
    } else {
      answer.accept(X1Commands.Answer.of(((HeaderJudge.Stays) judgement).why()));
    }
  }

  private static Optional<Offered> read(X1Command.Offer offer) {
    FieldReader in = new FieldReader(offer.headerAndLog());
    MessageHeader header = MessageHeader.read(in);
    boolean fits = in.isOk() && header.logLength() == in.remaining();
    MessageLog log = new MessageLog(in.rest());
    return Optional.of(log)
        .filter(l -> fits && l.isWellFormed())
        .flatMap(MessageLog::digests)
        .filter(digests -> digests.attachments().size() == header.attachmentCount())
        .map(digests -> new Offered(header, log, digests));
  }

  /** What the decoder says against a message before it reports it, nobody has said of an offer. */
  private Optional<Verdict> judgeForm(Offered offered) {
    MessageHeader header = offered.header();
    Limits limits = conversation.policy().limits();
    long rest = limits.messageBytesMax() - header.encode().length() - header.logLength();
    if (header.logLength() > limits.logBytesMax() || header.bodyLength() > rest) {
      return Optional.of(Verdict.permanent(Status.TOOBIG, "message too large"));
    }
    return header.version() == MessageHeader.SEALED && header.bodyLength() < Limits.SEALED_BYTES_MIN
        ? Optional.of(Verdict.permanent(Status.BADREQUEST, "too short to be sealed"))
        : Optional.empty();
  }

  private void ask(Destination to, Offered offered, Consumer<X1Commands.Answer> answer) {
    Optional<Verdict> refused = to.judge(offered.log());
    if (refused.isPresent()) {
      answer.accept(X1Commands.Answer.of(refused.get()));
      return;
    }
    MessageHeader header = offered.header();
    MessageId mid = Message.mid(header, offered.log(), offered.digests());
    long size = header.encode().length() + header.logLength() + header.bodyLength();
    // What was sent away was known here: but it is not what the other has to hear now.
    Optional<MessageId> known =
        to.isReturned(offered.log(), mid) ? Optional.empty() : Optional.of(mid);
    to.check(known, size, given -> answer.accept(told(given, mid)));
  }

  private X1Commands.Answer told(Destination.Answer given, MessageId mid) {
    if (given instanceof Destination.Refused refused) {
      return X1Commands.Answer.of(refused.verdict());
    }
    if (given == Destination.Silent.INSTANCE) {
      return X1Commands.Answer.of(Status.TRYLATER, "try again later");
    }
    boolean known = given == Destination.Known.INSTANCE;
    return X1Commands.Answer.ok(
        new Payload.OfferAnswer(
            known ? Optional.of(conversation.replies().receipt(mid)) : Optional.empty()));
  }
}
