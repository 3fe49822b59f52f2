package cmtp.node.session;

import cmtp.node.mailbox.Mailbox;
import cmtp.node.session.Answers.Answer;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.command.Command;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.crypto.Xzibit;
import cmtp.protocol.record.KeyRecord;
import cmtp.protocol.wire.Decoded;
import java.util.Optional;

/**
 * The base commands but MAIL (SPEC 4), SMTP lines, and what makes no sense. What is answered, byte
 * for byte, is the dialect's business.
 */
final class BaseCommands {
  private final Conversation conversation;
  private final Answers answers;

  BaseCommands(Conversation conversation) {
    this.conversation = conversation;
    this.answers = conversation.answers();
  }

  void handle(Command command) {
    if (command instanceof Command.KeyRequest request) {
      keyRequest(request);
    } else if (command instanceof Command.Login login) {
      login(login);
    } else if (command instanceof Command.Simple simple) {
      say(answers.simple(simple));
    } else {
      unknown();
    }
  }

  private void say(Answer answer) {
    if (answer.close()) {
      conversation.replyAndClose(answer.bytes());
    } else {
      conversation.reply(answer.bytes());
    }
  }

  private void keyRequest(Command.KeyRequest request) {
    if (request.user().isEmpty()) {
      answer(request, Optional.of(conversation.services().identity().key().publicKey()));
      return;
    }
    Optional<Address> address =
        request.domain().isPresent()
            ? conversation.account(request.user(), request.domain().get())
            : conversation.account(request.user());
    if (address.isEmpty()) {
      answer(request, Optional.empty());
    } else if (conversation.services().identity().isOurs(address.get())) {
      localKey(request, address.get());
    } else {
      foreignKey(request, address.get());
    }
  }

  private void localKey(Command.KeyRequest request, Address address) {
    conversation.ask(
        address, Mailbox.GetAccount::new, reply -> answer(request, keyOf(reply)), this::notToldNow);
  }

  private void foreignKey(Command.KeyRequest request, Address address) {
    conversation.find(address, key -> answer(request, key), this::notToldNow);
  }

  private void notToldNow() {
    say(answers.failure("try again later").last());
  }

  private void answer(Command.KeyRequest request, Optional<VerifyKey> key) {
    say(key.map(answers::key).orElseGet(answers::noKey).lastIf(request.last()));
  }

  private static Optional<VerifyKey> keyOf(Mailbox.Reply reply) {
    return reply instanceof Mailbox.AccountView view && view.account().isActive()
        ? view.account().record().flatMap(KeyRecord::parse).map(KeyRecord::key)
        : Optional.empty();
  }

  /** Only who exists is counted: made-up names must not fill the limiter's memory. */
  private void login(Command.Login login) {
    Optional<Address> address = conversation.localAccount(login.user());
    if (address.isEmpty()) {
      say(nobody());
      return;
    }
    conversation.ask(
        address.get(),
        Mailbox.GetAccount::new,
        reply -> say(loggedIn(address.get(), xzibitOf(reply))),
        this::notToldNow);
  }

  private Answer nobody() {
    return answers.failure("no such account, or it is disabled");
  }

  private Answer loggedIn(Address address, Optional<Bytes> xzibit) {
    if (xzibit.isEmpty()) {
      return nobody();
    }
    String pair = address + " " + conversation.peerAddress();
    if (!conversation.services().logins().tryAttempt(pair, conversation.now())) {
      conversation.logOnce("logs in too often");
      return answers.failure("too many attempts");
    }
    return answers.xzibit(xzibit.get());
  }

  private static Optional<Bytes> xzibitOf(Mailbox.Reply reply) {
    return reply instanceof Mailbox.AccountView view && view.account().isActive()
        ? view.account().xzibit().filter(Xzibit::isWellFormed)
        : Optional.empty();
  }

  private void unknown() {
    conversation.logOnce("said an unknown command");
    say(answers.unknownCommand().lastIf(conversation.isTooMalformed()));
  }

  void handleMalformed(Decoded.Reason reason) {
    conversation.logOnce("broke the protocol: " + reason.text());
    say(answers.malformed(reason));
  }

  void handleSmtp(String line) {
    conversation.logOnce("speaks SMTP");
    say(answers.smtpLine(line));
  }
}
