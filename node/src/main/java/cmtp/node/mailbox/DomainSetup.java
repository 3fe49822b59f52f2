package cmtp.node.mailbox;

import cmtp.node.keys.ServerIdentity;
import cmtp.persistence.mailbox.Account;
import cmtp.persistence.mailbox.AccountStatus;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.AccountName;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.record.ServerRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Sees to it that a served domain has what every domain has: the server's first record, and a
 * postmaster. Each step is asked again until it is answered; each may be done twice without harm.
 *
 * <pre>
 *   RECORDS -> LOOKING -> (MAKING -> LISTING -> OPENING) -> tells that the domain is ready, and ends
 * </pre>
 *
 * Postmasters are made one after the other, each in most of a second. A node with many new domains
 * does not wait for all of them: {@link #PATIENCE} after it was asked for, a domain is ready
 * without.
 */
public final class DomainSetup {
  private static final Duration AGAIN = Duration.ofSeconds(5);

  /** How long mail for other accounts waits for a postmaster. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  public sealed interface Command {}

  private record DirectoryReplied(Directory.Reply reply) implements Command {}

  private record MailboxReplied(Mailbox.Reply reply) implements Command {}

  private record Made(NewAccount account) implements Command {}

  private record NotMade(Throwable cause) implements Command {}

  private enum Again implements Command {
    INSTANCE
  }

  private enum WaitedEnough implements Command {
    INSTANCE
  }

  /** An account's first record and its encrypted key. */
  public record NewAccount(Bytes keyRecord, Bytes xzibit) {}

  /** The domain is ready for mail. */
  public record Ready(DomainName domain) {}

  /** Makes the keys of postmasters, and tells their passwords to the operator. */
  public interface Postmasters {
    /** Elsewhere: it takes a while. */
    CompletionStage<NewAccount> make(Address address);

    /** What was made came too late: another process of the cluster has opened the account. */
    void discard(Address address);
  }

  public static Behavior<Command> create(
      ServerIdentity identity,
      DomainName domain,
      Mailboxes mailboxes,
      Postmasters postmasters,
      Clock clock,
      ActorRef<Ready> readyTo) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new Setting(
                        context,
                        timers,
                        identity,
                        domain,
                        mailboxes,
                        postmasters,
                        clock,
                        readyTo)));
  }

  private DomainSetup() {}

  private static final class Setting extends AbstractBehavior<Command> {
    private final TimerScheduler<Command> timers;
    private final DomainName domain;
    private final Address address;
    private final Mailboxes mailboxes;
    private final Postmasters postmasters;
    private final ActorRef<Ready> readyTo;
    private final ActorRef<Directory.Reply> directoryReplies;
    private final ActorRef<Mailbox.Reply> mailboxReplies;
    private Runnable step;
    private NewAccount made;
    private boolean making;
    private boolean told;

    Setting(
        ActorContext<Command> context,
        TimerScheduler<Command> timers,
        ServerIdentity identity,
        DomainName domain,
        Mailboxes mailboxes,
        Postmasters postmasters,
        Clock clock,
        ActorRef<Ready> readyTo) {
      super(context);
      this.timers = timers;
      this.domain = domain;
      this.address = new Address(AccountName.POSTMASTER, domain);
      this.mailboxes = mailboxes;
      this.postmasters = postmasters;
      this.readyTo = readyTo;
      this.directoryReplies = context.messageAdapter(Directory.Reply.class, DirectoryReplied::new);
      this.mailboxReplies = context.messageAdapter(Mailbox.Reply.class, MailboxReplied::new);
      Bytes record = ServerRecord.first(identity.key(), domain, clock.millis()).record().bytes();
      take(() -> mailboxes.tell(domain, new Directory.BeginRecords(record, directoryReplies)));
    }

    private void take(Runnable next) {
      step = next;
      timers.startTimerWithFixedDelay(Again.INSTANCE, AGAIN);
      next.run();
    }

    @Override
    public Receive<Command> createReceive() {
      return newReceiveBuilder()
          .onMessage(DirectoryReplied.class, this::onDirectoryReplied)
          .onMessage(MailboxReplied.class, this::onMailboxReplied)
          .onMessage(Made.class, this::onMade)
          .onMessage(NotMade.class, this::onNotMade)
          .onMessageEquals(Again.INSTANCE, this::onAgain)
          .onMessageEquals(WaitedEnough.INSTANCE, this::onWaitedEnough)
          .build();
    }

    private Behavior<Command> onAgain() {
      step.run();
      return this;
    }

    private Behavior<Command> onDirectoryReplied(DirectoryReplied message) {
      if (made == null) {
        take(() -> mailboxes.tell(address, new Mailbox.GetAccount(mailboxReplies)));
      } else {
        take(
            () ->
                mailboxes.tell(
                    address, new Mailbox.Open(made.keyRecord(), made.xzibit(), mailboxReplies)));
      }
      return this;
    }

    private Behavior<Command> onMailboxReplied(MailboxReplied message) {
      if (message.reply() instanceof Mailbox.AccountView view) {
        return onAccount(view.account());
      }
      if (message.reply() instanceof Mailbox.Refused) { // by this actor, asked twice, or another?
        take(() -> mailboxes.tell(address, new Mailbox.GetAccount(mailboxReplies)));
        return this;
      }
      return done();
    }

    private Behavior<Command> onAccount(Account account) {
      if (made == null) {
        return account.status() == AccountStatus.ABSENT ? make() : done();
      }
      if (account.status() == AccountStatus.ABSENT) {
        return this; // the answer to an earlier question, come late
      }
      if (!account.records().contains(made.keyRecord())) {
        postmasters.discard(address);
      }
      return done();
    }

    /** Takes as long as it takes; a second answer to the question before changes nothing. */
    private Behavior<Command> make() {
      if (!making) {
        making = true;
        take(() -> {});
        timers.startSingleTimer(WaitedEnough.INSTANCE, PATIENCE);
        ActorRef<Command> self = getContext().getSelf();
        postmasters
            .make(address)
            .whenComplete(
                (account, failure) ->
                    self.tell(failure == null ? new Made(account) : new NotMade(failure)));
      }
      return this;
    }

    private Behavior<Command> onWaitedEnough() {
      tell();
      return this;
    }

    private void tell() {
      if (!told) {
        told = true;
        readyTo.tell(new Ready(domain));
      }
    }

    private Behavior<Command> done() {
      tell();
      return Behaviors.stopped();
    }

    private Behavior<Command> onMade(Made message) {
      made = message.account();
      take(
          () ->
              mailboxes.tell(
                  domain, new Directory.ListName(AccountName.POSTMASTER, directoryReplies)));
      return this;
    }

    private Behavior<Command> onNotMade(NotMade message) {
      getContext().getLog().error("can't make {}: {}", address, message.cause().toString());
      return done();
    }
  }
}
