package cmtp.node.session;

import cmtp.node.keys.RemoteKeys;
import cmtp.node.mailbox.Mailbox;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.command.Command;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.crypto.Xzibit;
import cmtp.protocol.record.KeyRecord;
import cmtp.protocol.wire.Decoded;
import java.util.Optional;

/** The base commands but MAIL (SPEC 4), SMTP lines, and what makes no sense. */
final class BaseCommands {
  private static final String HELP = "SUCCESS OHAI NOOP HELP KEYREQUEST LOGIN MAIL OBAI";

  private final Conversation conversation;
  private final ForeignKeys foreignKeys;
  private int smtpLines;

  BaseCommands(Conversation conversation) {
    this.conversation = conversation;
    this.foreignKeys = new ForeignKeys(conversation);
  }

  void handle(Command command) {
    if (command instanceof Command.KeyRequest request) {
      keyRequest(request);
    } else if (command instanceof Command.Login login) {
      login(login);
    } else if (command instanceof Command.Simple simple) {
      simple(simple);
    } else {
      unknown();
    }
  }

  private void simple(Command.Simple command) {
    switch (command) {
      case OHAI -> conversation.reply(conversation.replies().fixed(ohai()));
      case NOOP -> conversation.reply(conversation.replies().fixed("SUCCESS"));
      case HELP -> conversation.reply(conversation.replies().fixed(HELP));
      case OBAI -> conversation.replyAndClose(Bytes.EMPTY);
    }
  }

  private String ohai() {
    return "OHAI CMTP/1 " + conversation.services().identity().primary() + " X1";
  }

  private void keyRequest(Command.KeyRequest request) {
    if (request.user().isEmpty()) {
      answer(request, key(conversation.services().identity().key().publicKey()));
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
    conversation.ask(
        address.get(),
        Mailbox.GetAccount::new,
        reply -> answer(request, keyOf(reply).map(this::key).orElseGet(this::noKey)),
        () -> conversation.replyAndClose(failure("try again later")));
  }

  private void foreignKey(Command.KeyRequest request) {
    String user = request.user();
    int at = request.domain().isPresent() ? -1 : user.lastIndexOf('@');
    String account = at < 0 ? user : user.substring(0, at);
    String domain = at < 0 ? request.domain().orElse("") : user.substring(at + 1);
    foreignKeys.find(account, domain, outcome -> answer(request, told(outcome)));
  }

  private Bytes told(ForeignKeys.Outcome outcome) {
    if (outcome instanceof ForeignKeys.Found found) {
      return keyOf(found.keys()).map(this::key).orElseGet(this::noKey);
    }
    if (outcome == ForeignKeys.TooOften.INSTANCE) {
      return failure("too many questions");
    }
    return outcome == ForeignKeys.None.INSTANCE
        ? noKey()
        : failure("that domain's node can't tell it now");
  }

  /** Of a base peer there is no record, only the key. */
  private static Optional<VerifyKey> keyOf(RemoteKeys.Found found) {
    return found.newestFirst().isEmpty()
        ? VerifyKey.of(found.bareKey())
        : KeyRecord.parse(found.newestFirst().get(0)).map(KeyRecord::key);
  }

  private void answer(Command.KeyRequest request, Bytes reply) {
    if (request.last()) {
      conversation.replyAndClose(reply);
    } else {
      conversation.reply(reply);
    }
  }

  private static Optional<VerifyKey> keyOf(Mailbox.Reply reply) {
    return reply instanceof Mailbox.AccountView view && view.account().isActive()
        ? view.account().record().flatMap(KeyRecord::parse).map(KeyRecord::key)
        : Optional.empty();
  }

  private Bytes key(VerifyKey key) {
    return conversation.replies().key(key);
  }

  private Bytes noKey() {
    return conversation.replies().text("KEYNOTAVAILABLE");
  }

  /** Only who exists is counted: made-up names must not fill the limiter's memory. */
  private void login(Command.Login login) {
    Optional<Address> address = conversation.localAccount(login.user());
    if (address.isEmpty()) {
      conversation.reply(failure("no such account, or it is disabled"));
      return;
    }
    conversation.ask(
        address.get(),
        Mailbox.GetAccount::new,
        reply -> conversation.reply(loggedIn(address.get(), xzibitOf(reply))),
        () -> conversation.replyAndClose(failure("try again later")));
  }

  private Bytes loggedIn(Address address, Optional<Bytes> xzibit) {
    if (xzibit.isEmpty()) {
      return failure("no such account, or it is disabled");
    }
    String pair = address + " " + conversation.peerAddress();
    if (!conversation.services().logins().tryAttempt(pair, conversation.now())) {
      conversation.logOnce("logs in too often");
      return failure("too many attempts");
    }
    return conversation.replies().xzibit(xzibit.get());
  }

  private static Optional<Bytes> xzibitOf(Mailbox.Reply reply) {
    return reply instanceof Mailbox.AccountView view && view.account().isActive()
        ? view.account().xzibit().filter(Xzibit::isWellFormed)
        : Optional.empty();
  }

  private void unknown() {
    conversation.logOnce("said an unknown command");
    malformed(failure("unknown command"));
  }

  private void malformed(Bytes reply) {
    if (conversation.isTooMalformed()) {
      conversation.replyAndClose(reply);
    } else {
      conversation.reply(reply);
    }
  }

  /** SPEC 2.6, 2.7: who is too slow, or gone in the middle, is not answered. */
  void handleMalformed(Decoded.Reason reason) {
    conversation.logOnce("broke the protocol: " + reason.text());
    if (reason.isSilent()) {
      conversation.replyAndClose(Bytes.EMPTY);
      return;
    }
    conversation.replyAndClose(
        reason.isPermanent()
            ? conversation.replies().text(detailed("DELIVERYFAILURE", reason.text()))
            : failure(reason.text()));
  }

  /** SPEC 2.4: until SMTP is served here, its clients are told so in their own language. */
  void handleSmtp(String line) {
    smtpLines++;
    conversation.logOnce("speaks SMTP");
    if (line.strip().equalsIgnoreCase("QUIT")) {
      conversation.replyAndClose(Bytes.utf8("221 2.0.0 closing\r\n"));
      return;
    }
    Bytes refusal = Bytes.utf8("502 5.5.1 this port speaks CMTP\r\n");
    if (smtpLines >= SessionPolicy.SMTP_LINES_MAX) {
      conversation.replyAndClose(refusal);
    } else {
      conversation.reply(refusal);
    }
  }

  private Bytes failure(String detail) {
    return conversation.usedX1()
        ? conversation.replies().general(detailed("FAILURE", detail))
        : conversation.replies().fixed("FAILURE");
  }

  private String detailed(String word, String detail) {
    return conversation.usedX1() ? word + " " + detail : word;
  }
}
