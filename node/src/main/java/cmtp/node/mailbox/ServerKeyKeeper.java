package cmtp.node.mailbox;

import cmtp.node.keys.CurrentIdentity;
import cmtp.node.keys.KeyStanding;
import cmtp.node.keys.ServerKeyStore;
import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.record.ServerRecord;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Keeps the server's key and what the domains publish of it in step: at the start, where it ends or
 * takes back what a crash interrupted, and when the key is replaced.
 *
 * <pre>
 *   SETTLING   reads the chains; ends a replacement that was begun -> Settled, or Unsettled
 *   RESTING    until Rotate
 *   ROTATING   reads the chains, makes and keeps the next key, appends a record for it to each
 *              chain, puts it in the place of the old one, and only then shows it
 * </pre>
 *
 * Every step may be done again without harm, and is, until it is answered; two processes of a
 * cluster may do them at once. It touches files or the database: give it a thread that may block.
 */
public final class ServerKeyKeeper {
  private static final Duration AGAIN = Duration.ofSeconds(5);

  /** For so long the other processes of a cluster may be under a key that was replaced. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final int ROUNDS_MAX = 3;

  public sealed interface Command {}

  /** Replace the key by a new one. */
  public record Rotate(ActorRef<Rotation> replyTo) implements Command {}

  private record DirectoryReplied(Directory.Reply reply) implements Command {}

  private enum Again implements Command {
    INSTANCE
  }

  /** Has another process replaced the key? */
  private enum Look implements Command {
    INSTANCE
  }

  public sealed interface Rotation {}

  /** New connections are under the new key from now on. */
  public record Rotated(VerifyKey before, VerifyKey now) implements Rotation {}

  /**
   * @param reason for people
   */
  public record NotRotated(String reason) implements Rotation {}

  /** What the start found; told once. */
  public sealed interface Settlement {}

  public enum Settled implements Settlement {
    INSTANCE
  }

  /**
   * The key in the file is not the one that is published: the node must not serve.
   *
   * @param reason for people
   */
  public record Unsettled(String reason) implements Settlement {}

  /**
   * @param beginAnew whether a domain that publishes a key that is lost gets a new chain
   * @param rotatesNot why the key can't be replaced while the node runs, for people
   */
  public record Setup(
      ServerKeyStore keys,
      Optional<String> rotatesNot,
      CurrentIdentity identity,
      Mailboxes mailboxes,
      boolean beginAnew,
      SecureRandomBytes random,
      Clock clock) {}

  public static Behavior<Command> create(Setup setup, ActorRef<Settlement> settled) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new Keeping(context, timers, setup, settled).start()));
  }

  private ServerKeyKeeper() {}

  private static final class Keeping extends AbstractBehavior<Command> {
    private final TimerScheduler<Command> timers;
    private final Setup setup;
    private final ActorRef<Settlement> settled;
    private final ActorRef<Directory.Reply> replies;
    private final Map<DomainName, List<Bytes>> chains = new HashMap<>();

    /** So that what is asked again is the same record. */
    private final Map<DomainName, Bytes> made = new HashMap<>();

    /** Who has not answered yet; when all have, the next step is taken. */
    private final Set<DomainName> asked = new HashSet<>();

    private Optional<SigningKey> next = Optional.empty();
    private Optional<ActorRef<Rotation>> asker = Optional.empty();
    private boolean settling = true;
    private int rounds;

    Keeping(
        ActorContext<Command> context,
        TimerScheduler<Command> timers,
        Setup setup,
        ActorRef<Settlement> settled) {
      super(context);
      this.timers = timers;
      this.setup = setup;
      this.settled = settled;
      this.replies = context.messageAdapter(Directory.Reply.class, DirectoryReplied::new);
    }

    Behavior<Command> start() throws IOException {
      refresh();
      begin();
      return this;
    }

    @Override
    public Receive<Command> createReceive() {
      return newReceiveBuilder()
          .onMessage(Rotate.class, this::onRotate)
          .onMessage(DirectoryReplied.class, this::onDirectoryReplied)
          .onMessageEquals(Again.INSTANCE, this::onAgain)
          .onMessageEquals(Look.INSTANCE, this::onLook)
          .build();
    }

    private void begin() throws IOException {
      chains.clear();
      made.clear();
      asked.clear();
      rounds = 0;
      timers.cancel(Look.INSTANCE);
      timers.startTimerWithFixedDelay(Again.INSTANCE, AGAIN);
      step();
    }

    private Behavior<Command> onRotate(Rotate message) {
      if (settling || asker.isPresent()) {
        message.replyTo().tell(new NotRotated("the key is being replaced already"));
        return this;
      }
      if (setup.rotatesNot().isPresent()) {
        message.replyTo().tell(new NotRotated(setup.rotatesNot().get()));
        return this;
      }
      asker = Optional.of(message.replyTo());
      guarded(
          () -> {
            refresh();
            begin();
          });
      return this;
    }

    /** Takes up what another process has done. */
    private void refresh() throws IOException {
      next = setup.keys().readNext();
      Optional<SigningKey> kept = setup.keys().isShared() ? setup.keys().read() : Optional.empty();
      if (kept.isPresent() && !kept.get().publicKey().equals(current())) {
        become(kept.get());
      }
    }

    private void become(SigningKey now) {
      VerifyKey before = current();
      setup.identity().become(setup.identity().get().withKey(now));
      getContext()
          .getLog()
          .info("the server key is now {}, was {}", current().fingerprint(), before.fingerprint());
    }

    private Behavior<Command> onLook() {
      try {
        refresh();
      } catch (IOException failed) {
        getContext().getLog().debug("the server key was not read again: {}", failed.getMessage());
      }
      return this;
    }

    private Behavior<Command> onDirectoryReplied(DirectoryReplied message) {
      if (message.reply() instanceof Directory.Records records) {
        chains.put(records.domain(), records.newestFirst());
        asked.remove(records.domain());
        if (asked.isEmpty()) {
          guarded(this::step);
        }
      } else if (message.reply() instanceof Directory.StaleRecord stale) {
        getContext().getLog().warn("the next srv record of {} is not the next", stale.domain());
        chains.clear();
        made.clear();
      }
      return this;
    }

    /** A start waits as long as it takes; an operator does not. */
    private Behavior<Command> onAgain() {
      rounds++;
      asked.clear();
      if (asker.isPresent() && rounds > ROUNDS_MAX) {
        refuse("it did not finish in time; run it again: it goes on where it stopped");
      } else {
        guarded(this::step);
      }
      return this;
    }

    @FunctionalInterface
    private interface FileStep {
      void run() throws IOException;
    }

    private void guarded(FileStep step) {
      try {
        step.run();
      } catch (IOException failed) {
        refuse("the key can't be kept: " + failed.getMessage());
      }
    }

    private void refuse(String reason) {
      timers.cancel(Again.INSTANCE);
      asker.ifPresent(one -> one.tell(new NotRotated(reason)));
      asker = Optional.empty();
      if (settling) {
        settled.tell(new Unsettled(reason));
      } else {
        watch();
      }
    }

    private void step() throws IOException {
      if (!settling && asker.isEmpty()) {
        return;
      }
      List<DomainName> unread =
          setup.identity().get().domains().stream().filter(d -> !chains.containsKey(d)).toList();
      unread.forEach(domain -> ask(domain, new Directory.GetRecords(replies)));
      if (unread.isEmpty()) {
        go(KeyStanding.of(current(), next.map(SigningKey::publicKey), chains));
      }
    }

    private void ask(DomainName domain, Directory.Command question) {
      asked.add(domain);
      setup.mailboxes().tell(domain, question);
    }

    private VerifyKey current() {
      return setup.identity().get().key().publicKey();
    }

    private void go(KeyStanding standing) throws IOException {
      if (standing instanceof KeyStanding.Foreign foreign) {
        onForeign(foreign);
      } else if (standing instanceof KeyStanding.Between between) {
        advance(between.missing());
      } else if (settling) {
        setup.keys().dropNext();
        next = Optional.empty();
        rest();
      } else {
        beginRotation();
      }
    }

    private void onForeign(KeyStanding.Foreign foreign) throws IOException {
      if (settling && setup.beginAnew()) {
        SigningKey key = setup.identity().get().key();
        Bytes record =
            made.computeIfAbsent(
                foreign.domain(),
                domain -> ServerRecord.first(key, domain, setup.clock().millis()).bytes());
        ask(foreign.domain(), new Directory.RestartRecords(record, replies));
      } else if (setup.keys().isShared() && rounds < ROUNDS_MAX) {
        chains.clear(); // perhaps another process is just replacing the key: look again later
        refresh();
      } else {
        refuse(explained(foreign));
      }
    }

    private String explained(KeyStanding.Foreign foreign) {
      return setup.keys().place()
          + " holds the key "
          + current().fingerprint()
          + ", but "
          + foreign.domain()
          + " has published "
          + foreign.published().map(VerifyKey::fingerprint).orElse("one that can't be read")
          + ": restore the newest "
          + setup.keys().place()
          + " from a backup. If it is lost for good, start once with --set"
          + " cmtp.new-key-chain=true: then every peer and user has to agree to the key anew";
    }

    private void beginRotation() throws IOException {
      for (Map.Entry<DomainName, List<Bytes>> chain : chains.entrySet()) {
        int length = chain.getValue().size();
        if (length == 0 || length >= Limits.RECORD_CHAIN_MAX) {
          refuse(
              chain.getKey()
                  + (length == 0
                      ? " is not set up yet; try again"
                      : " has published " + length + " keys, as many as a chain can hold"));
          return;
        }
      }
      if (next.isEmpty()) {
        next = Optional.of(setup.keys().createNext(setup.random()));
      }
      advance(List.copyOf(chains.keySet()));
    }

    private void advance(List<DomainName> missing) throws IOException {
      for (DomainName domain : missing) {
        Bytes record = made.computeIfAbsent(domain, this::successor);
        ask(domain, new Directory.AppendRecord(record, replies));
      }
      if (missing.isEmpty()) {
        finish();
      }
    }

    private Bytes successor(DomainName domain) {
      ServerRecord newest =
          chains.get(domain).stream().findFirst().flatMap(ServerRecord::parse).orElseThrow();
      return newest
          .next(setup.identity().get().key(), next.orElseThrow(), setup.clock().millis())
          .bytes();
    }

    private void finish() throws IOException {
      VerifyKey before = current();
      SigningKey now = next.orElseThrow();
      setup.keys().promote(now);
      next = Optional.empty();
      become(now);
      asker.ifPresent(one -> one.tell(new Rotated(before, now.publicKey())));
      rest();
    }

    private void watch() {
      if (setup.keys().isShared()) {
        timers.startTimerWithFixedDelay(Look.INSTANCE, LOOK);
      }
    }

    private void rest() {
      timers.cancel(Again.INSTANCE);
      asker = Optional.empty();
      if (settling) {
        settling = false;
        settled.tell(Settled.INSTANCE);
      }
      watch();
    }
  }
}
