package cmtp.node.session;

import cmtp.node.mailbox.Directory;
import cmtp.node.mailbox.Mailbox;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.AccountName;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.address.InvalidAddressException;
import cmtp.protocol.command.Status;
import cmtp.protocol.crypto.SecureChannel;
import cmtp.protocol.crypto.VerifyKey;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * What the parts of a session share: the wire, who the peer has proven to be, and the one question
 * that may be under way.
 */
final class Conversation {
  private final SessionServices services;
  private final InetSocketAddress peer;
  private final ActorContext<Session.Command> context;
  private final TimerScheduler<Session.Command> timers;
  private final ActorRef<Mailbox.Reply> mailboxReplies;
  private final Answers answers;

  private Wire wire = (output, next) -> {};
  private boolean usedX1;
  private Optional<Bytes> channelId = Optional.empty();
  private Optional<Address> user = Optional.empty();
  private Bytes userEpoch = Bytes.EMPTY;
  private int malformed;
  private boolean logged;
  private boolean busy;
  private boolean finishing;
  private boolean disconnected;

  private Consumer<Mailbox.Reply> onMailbox;
  private Consumer<Directory.Reply> onDirectory;
  private Consumer<Bytes> onContent;
  private Consumer<Optional<VerifyKey>> onKey;
  private Runnable onTrouble;

  Conversation(
      SessionServices services,
      Dialect dialect,
      InetSocketAddress peer,
      ActorContext<Session.Command> context,
      TimerScheduler<Session.Command> timers) {
    this.services = services;
    this.peer = peer;
    this.context = context;
    this.timers = timers;
    this.mailboxReplies = context.messageAdapter(Mailbox.Reply.class, Session.MailboxReplied::new);
    this.answers = dialect.answers(this);
  }

  SessionServices services() {
    return services;
  }

  SessionPolicy policy() {
    return services.policy();
  }

  Replies replies() {
    return services.replies();
  }

  /** How the base commands are answered here. */
  Answers answers() {
    return answers;
  }

  ActorContext<Session.Command> context() {
    return context;
  }

  TimerScheduler<Session.Command> timers() {
    return timers;
  }

  long now() {
    return services.clock().millis();
  }

  String peerAddress() {
    return peer.getAddress().getHostAddress();
  }

  void connected(Wire connection) {
    wire = connection;
    if (finishing) {
      wire.instruct(Wire.Next.Simple.CLOSE);
    }
  }

  /** Something came from the wire and is now being dealt with. */
  void begin() {
    busy = true;
  }

  boolean isFinishing() {
    return finishing;
  }

  /** Answers, and reads the next command; or closes, if the node is stopping. */
  void reply(Bytes output) {
    busy = false;
    wire.instruct(output, finishing ? Wire.Next.Simple.CLOSE : Wire.Next.Simple.CONTINUE);
    endIfDisconnected();
  }

  void replyAndClose(Bytes output) {
    busy = false;
    wire.instruct(output, Wire.Next.Simple.CLOSE);
    endIfDisconnected();
  }

  /** Answers a message that is not wanted, before it has come. */
  void refuseMessage(Bytes output, boolean skip) {
    if (!skip || finishing) {
      replyAndClose(output);
      return;
    }
    busy = false;
    wire.instruct(output, Wire.Next.Simple.SKIP_MESSAGE);
    endIfDisconnected();
  }

  /** Answers in clear; everything after it is encrypted. */
  void encrypt(Bytes output, SecureChannel channel) {
    busy = false;
    wire.instruct(output, new Wire.Next.Encrypt(channel));
    endIfDisconnected();
  }

  /** Answers, or not, and goes on with what is under way. */
  void instruct(Bytes output, Wire.Next next) {
    wire.instruct(output, next);
    endIfDisconnected();
  }

  /** A question to one's own mailbox, which answers only while this session's account stands. */
  Mailbox.Command inSession(Mailbox.Command command) {
    return new Mailbox.InSession(userEpoch, command, mailboxReplies);
  }

  /** Asks one's own mailbox; trouble and the session's end are answered here. */
  void askOwn(
      Function<ActorRef<Mailbox.Reply>, Mailbox.Command> question,
      Consumer<Mailbox.Reply> then,
      Consumer<X1Commands.Answer> answer) {
    ask(
        user.orElseThrow(),
        replyTo -> inSession(question.apply(replyTo)),
        reply -> {
          if (reply == Mailbox.SessionOver.INSTANCE) {
            user = Optional.empty();
            answer.accept(X1Commands.Answer.of(Verdict.SESSION_OVER));
          } else {
            then.accept(reply);
          }
        },
        () -> answer.accept(X1Commands.Answer.of(Status.TRYLATER, "try again later")));
  }

  /** Tells one's own mailbox something about this session, by its epoch. */
  void tellOwn(Function<Bytes, Mailbox.Command> message) {
    user.ifPresent(own -> services.mailboxes().tell(own, message.apply(userEpoch)));
  }

  boolean isAsking() {
    return onTrouble != null;
  }

  /** Asks a mailbox; its answer goes to {@code then}, silence to {@code trouble}. */
  void ask(
      Address address,
      Function<ActorRef<Mailbox.Reply>, Mailbox.Command> question,
      Consumer<Mailbox.Reply> then,
      Runnable trouble) {
    onMailbox = then;
    waitFor(trouble);
    services.mailboxes().tell(address, question.apply(mailboxReplies));
  }

  void ask(
      DomainName domain,
      Function<ActorRef<Directory.Reply>, Directory.Command> question,
      Consumer<Directory.Reply> then,
      Runnable trouble) {
    onDirectory = then;
    waitFor(trouble);
    ActorRef<Directory.Reply> replies =
        context.messageAdapter(Directory.Reply.class, Session.DirectoryReplied::new);
    services.mailboxes().tell(domain, question.apply(replies));
  }

  void read(CompletionStage<Bytes> content, Consumer<Bytes> then, Runnable trouble) {
    onContent = then;
    waitFor(trouble);
    ActorRef<Session.Command> self = context.getSelf();
    content.whenComplete(
        (bytes, failure) ->
            self.tell(
                failure == null
                    ? new Session.ContentRead(bytes)
                    : new Session.ContentUnreadable(String.valueOf(failure.getMessage()))));
  }

  /** Asks for a foreign key; how long that may take is not the store's time, but bounded too. */
  void find(Address address, Consumer<Optional<VerifyKey>> then, Runnable trouble) {
    onKey = then;
    onTrouble = trouble;
    ActorRef<Session.Command> self = context.getSelf();
    services
        .foreignKeys()
        .find(address, peer.getAddress())
        .whenComplete(
            (key, failure) ->
                self.tell(
                    failure == null
                        ? new Session.KeyFound(key)
                        : new Session.KeyUnavailable(String.valueOf(failure.getMessage()))));
  }

  private void waitFor(Runnable trouble) {
    onTrouble = trouble;
    timers.startSingleTimer(Session.Timeout.INSTANCE, policy().storeTimeout());
  }

  void mailboxReplied(Mailbox.Reply reply) {
    resume(onMailbox, reply);
  }

  void directoryReplied(Directory.Reply reply) {
    resume(onDirectory, reply);
  }

  void contentRead(Bytes bytes) {
    resume(onContent, bytes);
  }

  void keyFound(Optional<VerifyKey> key) {
    resume(onKey, key);
  }

  void keyUnavailable(String reason) {
    logOnce("could not be told a key: " + reason);
    timedOut();
  }

  /** A late answer finds nobody waiting: every trouble ends the connection or its command. */
  private <T> void resume(Consumer<T> then, T answer) {
    answered();
    if (then != null) {
      then.accept(answer);
    }
  }

  void contentUnreadable(String reason) {
    logOnce("could not be served, the store failed: " + reason);
    timedOut();
  }

  void timedOut() {
    Runnable trouble = onTrouble;
    answered();
    if (trouble != null) {
      trouble.run();
    }
  }

  private void answered() {
    timers.cancel(Session.Timeout.INSTANCE);
    onMailbox = null;
    onDirectory = null;
    onContent = null;
    onKey = null;
    onTrouble = null;
  }

  /** The peer is gone; whether the session can end at once. */
  boolean disconnected() {
    disconnected = true;
    return onTrouble == null;
  }

  private void endIfDisconnected() {
    if (disconnected) {
      context.getSelf().tell(Session.Disconnected.INSTANCE);
    }
  }

  void finish() {
    finishing = true;
    if (!busy) {
      wire.instruct(Wire.Next.Simple.CLOSE);
    }
  }

  /** Counts one more command that makes no sense; whether it was one too many (SPEC 2.7). */
  boolean isTooMalformed() {
    malformed++;
    return malformed >= policy().malformedMax();
  }

  /** One line a connection, so that a hostile peer can't fill the disk. */
  void logOnce(String what) {
    if (!logged) {
      logged = true;
      context.getLog().info("{} {}", peerAddress(), what);
    }
  }

  void noteX1() {
    usedX1 = true;
  }

  /** Whether replies may carry details (SPEC 3.5). */
  boolean usedX1() {
    return usedX1;
  }

  Optional<Bytes> channelId() {
    return channelId;
  }

  void secured(Bytes id) {
    channelId = Optional.of(id);
  }

  Optional<Address> user() {
    return user;
  }

  void authenticated(Address address, Bytes epoch) {
    user = Optional.of(address);
    userEpoch = epoch;
  }

  /** One of our domains; the primary one for an empty text. */
  Optional<DomainName> localDomain(String text) {
    try {
      DomainName domain = text.isEmpty() ? services.identity().primary() : DomainName.parse(text);
      return Optional.of(domain).filter(services.identity()::serves);
    } catch (InvalidAddressException notADomain) {
      return Optional.empty();
    }
  }

  /** The address of one of our accounts; empty as {@link #account(String)} or if not ours. */
  Optional<Address> localAccount(String text) {
    return account(text).filter(services.identity()::isOurs);
  }

  Optional<Address> localAccount(String account, String domain) {
    return account(account, domain).filter(services.identity()::isOurs);
  }

  /**
   * The address of an account, from {@code account} or {@code account@domain}; empty if it is
   * invalid, or the server itself.
   */
  Optional<Address> account(String text) {
    int at = text.lastIndexOf('@');
    return at >= 0
        ? account(text.substring(0, at), text.substring(at + 1))
        : account(text, services.identity().primary().value());
  }

  Optional<Address> account(String account, String domain) {
    return address(account, domain).filter(address -> !address.account().isServer());
  }

  /** An address in its stored form, ours or not; an empty domain is the primary one (SPEC 1.5). */
  Optional<Address> address(String account, String domain) {
    try {
      return Optional.of(
          domain.isEmpty()
              ? new Address(AccountName.parse(account), services.identity().primary())
              : Address.of(account, domain));
    } catch (InvalidAddressException noAddress) {
      return Optional.empty();
    }
  }
}
