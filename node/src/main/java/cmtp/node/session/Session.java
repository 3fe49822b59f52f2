package cmtp.node.session;

import cmtp.node.mailbox.Mailbox;
import cmtp.protocol.wire.Decoded;
import java.net.InetSocketAddress;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * One inbound connection. The connection hands over one thing at a time and waits for the answer,
 * so there is at most one question under way. What a command means is decided by {@link
 * BaseCommands}, {@link X1Commands} and {@link MailTransaction}; this actor only routes to them.
 *
 * <pre>
 *   READY      a thing from the wire starts something; Finish closes
 *   ASKING     a mailbox, a queue or the key directory was asked: its answer, or the time-out, ends it
 *   RECEIVING  the wire takes in a message: MailReceived or NotStored end it
 *   WATCHING   changes are reported until the peer says something
 * </pre>
 *
 * Promises: SUCCESS is said after the mailbox, or the queue of another domain, says it has stored
 * the message, never before.
 */
public final class Session {
  /** What others tell a session. */
  public sealed interface Command {}

  /** The connection is there; nothing comes before this. */
  public record Connected(Wire wire) implements Command {}

  public record Received(Decoded what) implements Command {}

  /** The message that {@link Wire.Next.Receive} asked for is in the content store. */
  public record MailReceived(ReceivedMail mail) implements Command {}

  /** The content store would not take the message. */
  public record NotStored(String reason) implements Command {}

  /** The peer said something while it was being told things. */
  public enum Disturbed implements Command {
    INSTANCE
  }

  /** All output has been handed to the socket. */
  public enum Drained implements Command {
    INSTANCE
  }

  /** A chunk was not the next one: the connection is closed already. */
  public record ChannelBroken(String reason) implements Command {}

  /** The peer let its answers lie: the connection is closed already. */
  public enum Unread implements Command {
    INSTANCE
  }

  public enum Disconnected implements Command {
    INSTANCE
  }

  /** The node stops: finish what is under way, start nothing new. */
  public enum Finish implements Command {
    INSTANCE
  }

  /** The node stops now. */
  public enum Abandon implements Command {
    INSTANCE
  }

  /** The answer to the question under way; its type is {@link Questions}' business. */
  record Answered(Object answer) implements Command {}

  record WatchReported(Mailbox.WatchReport report) implements Command {}

  record ContentUnreadable(String reason) implements Command {}

  enum Timeout implements Command {
    INSTANCE
  }

  enum Heartbeat implements Command {
    INSTANCE
  }

  /**
   * @param dialect what the listener speaks
   */
  public static Behavior<Command> create(
      SessionServices services, Dialect dialect, InetSocketAddress peer) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new Talking(
                        context, new Conversation(services, dialect, peer, context, timers))));
  }

  private Session() {}

  private static final class Talking extends AbstractBehavior<Command> {
    private final Conversation conversation;
    private final BaseCommands base;
    private final X1Commands x1;
    private final MailTransaction mail;
    private final Watching watching;

    Talking(ActorContext<Command> context, Conversation conversation) {
      super(context);
      this.conversation = conversation;
      this.base = new BaseCommands(conversation);
      this.mail = new MailTransaction(conversation);
      this.watching = new Watching(conversation);
      this.x1 = new X1Commands(conversation, mail, watching);
    }

    @Override
    public Receive<Command> createReceive() {
      return newReceiveBuilder()
          .onMessage(Received.class, this::onReceived)
          .onMessage(MailReceived.class, this::onMailReceived)
          .onMessage(Answered.class, this::onAnswered)
          .onMessage(NotStored.class, this::onNotStored)
          .onMessage(ContentUnreadable.class, this::onContentUnreadable)
          .onMessageEquals(Timeout.INSTANCE, this::onTimeout)
          .onMessage(WatchReported.class, this::onWatchReported)
          .onMessageEquals(Heartbeat.INSTANCE, this::onHeartbeat)
          .onMessageEquals(Drained.INSTANCE, this::onDrained)
          .onMessageEquals(Disturbed.INSTANCE, this::onDisturbed)
          .onMessage(Connected.class, this::onConnected)
          .onMessage(ChannelBroken.class, this::onChannelBroken)
          .onMessageEquals(Unread.INSTANCE, this::onUnread)
          .onMessageEquals(Disconnected.INSTANCE, this::onDisconnected)
          .onMessageEquals(Finish.INSTANCE, this::onFinish)
          .onMessageEquals(Abandon.INSTANCE, this::onAbandon)
          .onSignal(PostStop.class, this::onPostStop)
          .build();
    }

    private Behavior<Command> onConnected(Connected message) {
      conversation.connected(message.wire());
      return this;
    }

    private Behavior<Command> onReceived(Received message) {
      Decoded what = message.what();
      conversation.begin();
      if (what instanceof Decoded.CommandReceived received) {
        conversation.services().meter().command(received.command().word());
        base.handle(received.command());
      } else if (what instanceof Decoded.FrameReceived received) {
        conversation.services().meter().command(received.frame().word());
        x1.handle(received.frame());
      } else if (what instanceof Decoded.MessageStarted started) {
        conversation.services().meter().command("MAIL");
        mail.start(started.header());
      } else if (what instanceof Decoded.SmtpLine line) {
        base.handleSmtp(line.text());
      } else if (what instanceof Decoded.Malformed malformed) {
        onMalformed(malformed.reason());
      } else {
        throw new IllegalStateException("the wire reported " + what);
      }
      return this;
    }

    private void onMalformed(Decoded.Reason reason) {
      if (mail.isExpected() && !reason.isSilent()) {
        conversation.logOnce("sent a broken message: " + reason.text());
        mail.broken(Verdict.of(reason));
      } else {
        base.handleMalformed(reason);
      }
    }

    private Behavior<Command> onMailReceived(MailReceived message) {
      mail.received(message.mail());
      return this;
    }

    private Behavior<Command> onNotStored(NotStored message) {
      mail.notStored(message.reason());
      return this;
    }

    private Behavior<Command> onAnswered(Answered message) {
      conversation.answered(message.answer());
      return this;
    }

    private Behavior<Command> onContentUnreadable(ContentUnreadable message) {
      conversation.contentUnreadable(message.reason());
      return this;
    }

    private Behavior<Command> onTimeout() {
      conversation.timedOut();
      return this;
    }

    private Behavior<Command> onWatchReported(WatchReported message) {
      watching.reported(message.report());
      return this;
    }

    private Behavior<Command> onHeartbeat() {
      watching.heartbeat();
      return this;
    }

    private Behavior<Command> onDrained() {
      watching.drained();
      return this;
    }

    private Behavior<Command> onDisturbed() {
      watching.end();
      return this;
    }

    private Behavior<Command> onChannelBroken(ChannelBroken message) {
      conversation.logOnce("broke the secure channel: " + message.reason());
      return this;
    }

    private Behavior<Command> onUnread() {
      conversation.logOnce("does not read its answers");
      return this;
    }

    /**
     * A message under way to its mailbox is finished: nobody hears the answer, but it is stored.
     */
    private Behavior<Command> onDisconnected() {
      watching.stop();
      mail.disconnected();
      return conversation.disconnected() ? Behaviors.stopped() : this;
    }

    private Behavior<Command> onFinish() {
      conversation.finish();
      watching.end();
      return this;
    }

    private Behavior<Command> onAbandon() {
      mail.abandon();
      return this;
    }

    private Behavior<Command> onPostStop(PostStop stopped) {
      mail.release();
      return this;
    }
  }
}
