package cmtp.node.session;

import cmtp.node.delivery.RemoteDomain;
import cmtp.node.mailbox.Directory;
import cmtp.node.mailbox.Mailbox;
import cmtp.node.routing.Router;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.address.InvalidAddressException;
import cmtp.protocol.command.Status;
import cmtp.protocol.crypto.SecureChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
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
  private final Questions questions;
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
  private boolean outOfStep;

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
    this.questions = new Questions(context, timers);
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

  /** After a late answer could be taken for that to the next question, there is no next. */
  private boolean isEnding() {
    return finishing || outOfStep;
  }

  /** Answers, and reads the next command; or closes, if the node is stopping. */
  void reply(Bytes output) {
    busy = false;
    wire.instruct(output, isEnding() ? Wire.Next.Simple.CLOSE : Wire.Next.Simple.CONTINUE);
    endIfDisconnected();
  }

  void replyAndClose(Bytes output) {
    busy = false;
    wire.instruct(output, Wire.Next.Simple.CLOSE);
    endIfDisconnected();
  }

  /** Answers a message that is not wanted, before it has come. */
  void refuseMessage(Bytes output, boolean skip) {
    if (!skip || isEnding()) {
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
    return inSession(command, questions.repliesOf(Mailbox.Reply.class));
  }

  /** The same with another place for the news that the session is over. */
  Mailbox.Command inSession(Mailbox.Command command, ActorRef<Mailbox.Reply> replyTo) {
    return new Mailbox.InSession(userEpoch, command, replyTo);
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

  /** Goes on if this session's account still stands; if not, there is no session any more. */
  void whileSessionStands(Runnable stands, Runnable over, Runnable trouble) {
    askAgain(
        user.orElseThrow(),
        replyTo -> inSession(new Mailbox.GetAccount(replyTo), replyTo),
        reply -> {
          if (reply == Mailbox.SessionOver.INSTANCE) {
            user = Optional.empty();
            over.run();
          } else {
            stands.run();
          }
        },
        trouble);
  }

  boolean isAsking() {
    return questions.isUnderWay();
  }

  /** Asks a mailbox; its answer goes to {@code then}, silence to {@code trouble}. */
  void ask(
      Address address,
      Function<ActorRef<Mailbox.Reply>, Mailbox.Command> question,
      Consumer<Mailbox.Reply> then,
      Runnable trouble) {
    ask(
        Mailbox.Reply.class,
        replyTo -> services.mailboxes().tell(address, question.apply(replyTo)),
        then,
        trouble);
  }

  /** Asks a mailbox something that changes nothing, again and again until there is an answer. */
  void askAgain(
      Address address,
      Function<ActorRef<Mailbox.Reply>, Mailbox.Command> question,
      Consumer<Mailbox.Reply> then,
      Runnable trouble) {
    insist(address, question, (reply, again) -> then.accept(reply), trouble);
  }

  /** Tells a mailbox to do what is done once however often it is told, until there is an answer. */
  void insist(
      Address address,
      Function<ActorRef<Mailbox.Reply>, Mailbox.Command> question,
      RepeatedQuestion.Answered<Mailbox.Reply> then,
      Runnable trouble) {
    questions.askAgain(
        Mailbox.Reply.class,
        replyTo -> {
          Mailbox.Command command = question.apply(replyTo);
          return () -> services.mailboxes().tell(address, command);
        },
        then,
        trouble,
        policy().storeTimeout());
  }

  void ask(
      DomainName domain,
      Function<ActorRef<Directory.Reply>, Directory.Command> question,
      Consumer<Directory.Reply> then,
      Runnable trouble) {
    ask(
        Directory.Reply.class,
        replyTo -> services.mailboxes().tell(domain, question.apply(replyTo)),
        then,
        trouble);
  }

  /** Asks the queue of another domain. */
  <R> void askQueue(
      DomainName domain,
      Class<R> type,
      Function<ActorRef<R>, RemoteDomain.Command> question,
      Consumer<R> then,
      Runnable trouble) {
    ask(
        type,
        replyTo -> services.federation().domains().tell(domain, question.apply(replyTo)),
        then,
        trouble);
  }

  /** The same for the queue of another domain; whoever only asks need not look at the count. */
  void insist(
      DomainName domain,
      Function<ActorRef<RemoteDomain.Reply>, RemoteDomain.Command> question,
      RepeatedQuestion.Answered<RemoteDomain.Reply> then,
      Runnable trouble) {
    questions.askAgain(
        RemoteDomain.Reply.class,
        replyTo -> {
          RemoteDomain.Command command = question.apply(replyTo);
          return () -> services.federation().domains().tell(domain, command);
        },
        then,
        trouble,
        policy().storeTimeout());
  }

  /** Asks anybody, within the time that storing may take. */
  <R> void ask(Class<R> type, Consumer<ActorRef<R>> question, Consumer<R> then, Runnable trouble) {
    questions.ask(type, question, then, trouble, policy().storeTimeout());
  }

  /** The same with a patience of its own. */
  <R> void ask(
      Class<R> type,
      Consumer<ActorRef<R>> question,
      Consumer<R> then,
      Runnable trouble,
      Duration patience) {
    questions.ask(type, question, then, trouble, patience);
  }

  void read(CompletionStage<Bytes> content, Consumer<Bytes> then, Runnable trouble) {
    questions.read(content, then, trouble, policy().storeTimeout());
  }

  void answered(Object answer) {
    questions.answered(answer);
  }

  void contentUnreadable(String reason) {
    logOnce("could not be served, the store failed: " + reason);
    questions.failed();
  }

  void timedOut() {
    outOfStep = true;
    questions.failed();
  }

  /** The peer is gone; whether the session can end at once. */
  boolean disconnected() {
    disconnected = true;
    return !questions.isUnderWay();
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
      context.getLog().atInfo().addKeyValue("peer", peerAddress()).log(what);
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

  /**
   * The address of one of our accounts, from {@code account} or {@code account@domain}; empty if it
   * is invalid, the server itself, or not ours.
   */
  Optional<Address> localAccount(String text) {
    return text.indexOf('@') >= 0
        ? localAccount(
            text.substring(0, text.lastIndexOf('@')), text.substring(text.lastIndexOf('@') + 1))
        : localAccount(text, services.identity().primary().value());
  }

  Optional<Address> localAccount(String account, String domain) {
    return address(account, domain)
        .filter(address -> !address.account().isServer())
        .filter(services.identity()::isOurs);
  }

  /** An address in its stored form, ours or not; an empty domain is the primary one (SPEC 1.5). */
  Optional<Address> address(String account, String domain) {
    return services.federation().router().address(account, domain);
  }

  /** Who is on the other end, for the router. */
  Router.Client client() {
    return new Router.Client(user, peer.getAddress());
  }
}
