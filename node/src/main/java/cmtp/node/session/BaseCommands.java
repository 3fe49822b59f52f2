package cmtp.node.session;

import cmtp.node.keys.RemoteKeys;
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
  private final ForeignKeys foreignKeys;

  BaseCommands(Conversation conversation) {
    this.conversation = conversation;
    this.answers = conversation.answers();
    this.foreignKeys = new ForeignKeys(conversation);
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
      answer(request, answers.key(conversation.services().identity().key().publicKey()));
      return;
    }
    Optional<Address> address =
        request.domain().isPresent()
            ? conversation.localAccount(request.user(), request.domain().get())
            : conversation.localAccount(request.user());
    if (address.isEmpty()) {
      foreignKey(request);
      return;
    }
    conversation.askAgain(
        address.get(),
        Mailbox.GetAccount::new,
        reply -> answer(request, told(keyOf(reply))),
        this::notToldNow);
  }

  private void foreignKey(Command.KeyRequest request) {
    String user = request.user();
    int at = request.domain().isPresent() ? -1 : user.lastIndexOf('@');
    String account = at < 0 ? user : user.substring(0, at);
    String domain = at < 0 ? request.domain().orElse("") : user.substring(at + 1);
    foreignKeys.find(account, domain, outcome -> answer(request, told(outcome)));
  }

  private Answer told(ForeignKeys.Outcome outcome) {
    if (outcome instanceof ForeignKeys.Found found) {
      return told(keyOf(found.keys()));
    }
    if (outcome == ForeignKeys.TooOften.INSTANCE) {
      return answers.failure("too many questions");
    }
    return outcome == ForeignKeys.None.INSTANCE
        ? answers.noKey()
        : answers.failure("that domain's node can't tell it now");
  }

  private Answer told(Optional<VerifyKey> key) {
    return key.map(answers::key).orElseGet(answers::noKey);
  }

  /** Of a base peer there is no record, only the key. */
  private static Optional<VerifyKey> keyOf(RemoteKeys.Found found) {
    return found.newestFirst().isEmpty()
        ? VerifyKey.of(found.bareKey())
        : KeyRecord.parse(found.newestFirst().get(0)).map(KeyRecord::key);
  }

  private void notToldNow() {
    say(answers.failure("try again later").last());
  }

  private void answer(Command.KeyRequest request, Answer answer) {
    say(answer.lastIf(request.last()));
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
    conversation.askAgain(
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
