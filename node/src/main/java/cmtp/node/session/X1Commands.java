package cmtp.node.session;

import cmtp.node.mailbox.Directory;
import cmtp.node.mailbox.Mailbox;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.command.X1Frame;
import cmtp.protocol.crypto.EphemeralKey;
import cmtp.protocol.crypto.SecureChannel;
import cmtp.protocol.wire.X1Codec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The X1 commands (SPEC 7): where each is served, and which part of the session serves it. This
 * class serves the channel and the records.
 */
final class X1Commands {
  private static final Set<String> IN_CLEAR = Set.of("SECURE", "GETREC");
  private static final Set<String> WITHOUT_SESSION =
      Set.of("SECURE", "GETREC", "AUTH", "PROVE", "REGISTER", "OFFER");

  /** What follows an answer on the wire. */
  enum After {
    CONTINUE,
    SKIP_MESSAGE,
    CLOSE
  }

  /** What a command is answered with. */
  record Answer(Status status, Bytes payload, After after) {
    static Answer ok(Payload payload) {
      return new Answer(Status.OK, payload.encode(), After.CONTINUE);
    }

    static Answer ok() {
      return new Answer(Status.OK, Bytes.EMPTY, After.CONTINUE);
    }

    /**
     * @param text for people
     */
    static Answer of(Status status, String text) {
      return switch (status) {
        case TRYLATER -> of(status, text, 60);
        case RATELIMIT -> of(status, text, 3600);
        default -> new Answer(status, Bytes.utf8(text), After.CONTINUE);
      };
    }

    static Answer of(Status status, String text, int retrySeconds) {
      String retry = "\nretry-after=" + retrySeconds + "\n";
      return new Answer(status, Bytes.utf8(text + retry), After.CONTINUE);
    }

    static Answer of(Verdict verdict) {
      return of(verdict.status(), verdict.text());
    }

    Answer then(After next) {
      return new Answer(status, payload, next);
    }
  }

  private final Conversation conversation;
  private final MailTransaction mail;
  private final Watching watching;
  private final AccountCommands accounts;
  private final BoxCommands boxes;
  private final OutboxCommands outbox;
  private final Offers offers;
  private final ForeignKeys foreignKeys;

  X1Commands(Conversation conversation, MailTransaction mail, Watching watching) {
    this.conversation = conversation;
    this.mail = mail;
    this.watching = watching;
    this.accounts = new AccountCommands(conversation);
    this.boxes = new BoxCommands(conversation);
    this.outbox = new OutboxCommands(conversation);
    this.offers = new Offers(conversation);
    this.foreignKeys = new ForeignKeys(conversation);
  }

  void handle(X1Frame frame) {
    conversation.noteX1();
    Consumer<Answer> answer = given -> tell(frame, given);
    Optional<X1Command> command = X1Codec.decode(frame);
    Optional<Answer> refusal = whyNot(frame.word(), command.isPresent());
    if (refusal.isPresent()) {
      refuse(frame, refusal.get(), answer);
    } else {
      dispatch(frame, command.orElseThrow(), answer);
    }
  }

  private Optional<Answer> whyNot(String word, boolean wellFormed) {
    boolean secure = conversation.channelId().isPresent();
    if (!secure && !IN_CLEAR.contains(word)) {
      return Optional.of(Answer.of(Status.SECUREREQUIRED, "open a secure channel first"));
    }
    if (!X1Codec.WORDS.contains(word)) {
      return Optional.of(Answer.of(Status.UNSUPPORTED, "not known here"));
    }
    if (!WITHOUT_SESSION.contains(word) && conversation.user().isEmpty()) {
      return Optional.of(Answer.of(Status.AUTHREQUIRED, "log in first"));
    }
    if (!wellFormed) {
      return Optional.of(Answer.of(Status.BADREQUEST, "parameters not of this command's form"));
    }
    return Optional.empty();
  }

  /** A message follows an APPEND, whatever the answer is. */
  private void refuse(X1Frame frame, Answer refusal, Consumer<Answer> answer) {
    if (frame.word().equals("APPEND")) {
      mail.expectRefused(Verdict.permanent(refusal.status(), refusal.payload().utf8()), answer);
      conversation.instruct(Bytes.EMPTY, Wire.Next.Simple.CONTINUE);
    } else if (frame.word().equals("SECURE")) {
      answer.accept(refusal.then(After.CLOSE));
    } else {
      if (frame.word().equals("PROVE")) {
        accounts.forgetChallenge();
      }
      answer.accept(refusal);
    }
  }

  private void dispatch(X1Frame frame, X1Command command, Consumer<Answer> answer) {
    if (command instanceof X1Command.Secure secure) {
      secure(frame, secure, answer);
    } else if (command instanceof X1Command.GetRecord get) {
      getRecord(get, answer);
    } else if (command instanceof X1Command.Offer offer) {
      offers.offer(offer, answer);
    } else if (command instanceof X1Command.Outbox own) {
      outbox.handle(own, answer);
    } else if (command instanceof X1Command.Watch watch) {
      watching.start(watch, frame);
    } else if (command instanceof X1Command.Append append) {
      append(append, answer);
    } else if (!accounts.handle(command, answer)) {
      boxes.handle(command, answer);
    }
  }

  private void append(X1Command.Append append, Consumer<Answer> answer) {
    if (BoxCommands.exactly(append.box()).isPresent()) {
      mail.expect(append, answer);
    } else {
      mail.expectRefused(Verdict.permanent(Status.BADREQUEST, "not a box name"), answer);
    }
    conversation.instruct(Bytes.EMPTY, Wire.Next.Simple.CONTINUE);
  }

  private void secure(X1Frame frame, X1Command.Secure command, Consumer<Answer> answer) {
    EphemeralKey mine = EphemeralKey.generate(conversation.services().random());
    Optional<SecureChannel> channel = mine.asServer(command.ephemeralKey());
    if (conversation.channelId().isPresent() || channel.isEmpty()) {
      answer.accept(Answer.of(Status.BADREQUEST, "no channel from here").then(After.CLOSE));
      return;
    }
    Bytes reply = conversation.replies().x1(frame, 0, Status.OK, mine.publicKey());
    conversation.secured(SecureChannel.id(frame.encode(), reply));
    conversation.encrypt(reply, channel.get());
  }

  private void getRecord(X1Command.GetRecord command, Consumer<Answer> answer) {
    Runnable trouble = () -> answer.accept(Answer.of(Status.TRYLATER, "try again later"));
    if (command.type().equals("srv")) {
      conversation
          .localDomain(command.domain())
          .ifPresentOrElse(
              domain ->
                  conversation.ask(
                      domain,
                      Directory.GetRecords::new,
                      reply -> answer.accept(records(((Directory.Records) reply).newestFirst())),
                      trouble),
              () -> answer.accept(notFound()));
    } else if (command.type().equals("key")) {
      Optional<Address> address = conversation.localAccount(command.user(), command.domain());
      if (address.isEmpty()) {
        foreignKeys.find(
            command.user(), command.domain(), found -> answer.accept(foreignRecords(found)));
        return;
      }
      conversation.askAgain(
          address.get(),
          Mailbox.GetAccount::new,
          reply -> answer.accept(records(((Mailbox.AccountView) reply).account().records())),
          trouble);
    } else {
      answer.accept(Answer.of(Status.UNSUPPORTED, "no such type of record"));
    }
  }

  private static Answer foreignRecords(ForeignKeys.Outcome outcome) {
    if (outcome instanceof ForeignKeys.Found found) {
      return records(found.keys().newestFirst());
    }
    if (outcome == ForeignKeys.TooOften.INSTANCE) {
      return Answer.of(Status.RATELIMIT, "too many questions", 60);
    }
    return outcome == ForeignKeys.None.INSTANCE
        ? notFound()
        : Answer.of(Status.TRYLATER, "that domain's node can't tell it now");
  }

  private static Answer records(List<Bytes> newestFirst) {
    return newestFirst.isEmpty() ? notFound() : Answer.ok(new Payload.Records(newestFirst));
  }

  private static Answer notFound() {
    return Answer.of(Status.NOTFOUND, "no such record");
  }

  /** SPEC 2.7: so many commands that make no sense, whoever finds it out. */
  private boolean isOneTooMany(X1Frame frame, Status status) {
    if (status != Status.BADREQUEST && status != Status.UNSUPPORTED) {
      return false;
    }
    conversation.logOnce("sent a " + printable(frame.word()) + " that makes no sense");
    return conversation.isTooMalformed();
  }

  /** In a channel any capitals and digits may be a word. */
  private static String printable(String word) {
    return X1Codec.WORDS.contains(word) ? word : "command";
  }

  private void tell(X1Frame frame, Answer answer) {
    Bytes reply = conversation.replies().x1(frame, 0, answer.status(), answer.payload());
    switch (isOneTooMany(frame, answer.status()) ? After.CLOSE : answer.after()) {
      case CONTINUE -> conversation.reply(reply);
      case SKIP_MESSAGE -> conversation.refuseMessage(reply, true);
      case CLOSE -> conversation.replyAndClose(reply);
    }
  }
}
