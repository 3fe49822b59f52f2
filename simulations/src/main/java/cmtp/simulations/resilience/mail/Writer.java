package cmtp.simulations.resilience.mail;

import cmtp.node.cli.mail.Letter;
import cmtp.node.cli.mail.LetterSealer;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.client.MailOutcome;
import cmtp.protocol.client.RefusedException;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.message.Message;
import cmtp.simulations.resilience.ledger.Ledger;
import cmtp.simulations.resilience.ledger.LedgerEntry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes one message after the other, each byte for byte the same until a node has said what
 * becomes of it. A message is in the ledger before its first byte is sent.
 */
final class Writer implements Runnable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int LARGE_BYTES = 120_000;
  private static final int SMALL_BYTES = 1500;

  private final int number;
  private final Person me;
  private final List<Person> readers;
  private final Means means;
  private final long spacingNanos;
  private final double large;
  private final Random random;
  private final List<LedgerEntry> unwritten = new ArrayList<>();
  private volatile boolean over;
  private CmtpClient session;
  private int turn;

  /** What all writers share. */
  record Means(
      Ledger ledger,
      Watch watch,
      Gate gate,
      Writers.Clocks clocks,
      SecureRandomBytes secureRandom) {}

  /**
   * @param number counted from 0
   * @param spacing least time from the beginning of a message to that of the next one
   * @param large the share of large messages
   */
  Writer(
      int number,
      Person me,
      List<Person> readers,
      Means means,
      Duration spacing,
      double large,
      Random random) {
    this.number = number;
    this.me = me;
    this.readers = readers;
    this.means = means;
    this.spacingNanos = spacing.toNanos();
    this.large = large;
    this.random = random;
    this.turn = random.nextInt(Integer.MAX_VALUE);
  }

  /** The message that it is about is its last one. */
  void finish() {
    over = true;
  }

  private boolean goesOn() {
    return !Thread.currentThread().isInterrupted();
  }

  @Override
  public void run() {
    try {
      while (!over && goesOn()) {
        long begunNanos = now();
        write(readers.get(random.nextInt(readers.size())));
        pause(begunNanos + spacingNanos - now());
      }
    } finally {
      disconnect();
    }
  }

  private long now() {
    return means.clocks().nanos().getAsLong();
  }

  private static void pause(long nanos) {
    if (nanos > 0) {
      LockSupport.parkNanos(nanos);
    }
  }

  private void write(Person reader) {
    Message message = compose(reader);
    unwritten.add(
        new LedgerEntry.Tried(
            now(), message.mid(), me.address(), reader.address(), Hash.of(message.body())));
    means.ledger().append(unwritten);
    unwritten.clear();
    boolean answered = false;
    while (!answered && goesOn()) {
      answered = means.gate().through(() -> attempt(message));
      if (!answered) {
        pause(PAUSE_NANOS + random.nextInt((int) PAUSE_NANOS));
      }
    }
    means.ledger().append(unwritten);
    unwritten.clear();
  }

  private Message compose(Person reader) {
    int bytes = random.nextDouble() < large ? LARGE_BYTES : random.nextInt(SMALL_BYTES);
    String text = Long.toString(random.nextLong(), 36) + " " + "x".repeat(bytes);
    long nowMillis = means.clocks().millis().getAsLong();
    Letter letter =
        new Letter(
            nowMillis / 1000,
            me.address(),
            List.of(reader.address()),
            List.of(),
            List.of(),
            "",
            "resilience",
            text,
            List.of());
    return new LetterSealer(me.key())
        .seal(letter, reader.address(), reader.key().publicKey(), nowMillis);
  }

  /** Whether it is settled what becomes of the message. */
  private boolean attempt(Message message) {
    try {
      if (session == null) {
        session = me.session(turn++, PATIENCE, means.secureRandom());
      }
      return settle(message, session.mail(message, bytes -> {}));
    } catch (RefusedException refused) {
      means.watch().broken("no session: " + refused.getMessage());
    } catch (IOException broken) {
      means.watch().broken(String.valueOf(broken.getMessage()));
    }
    disconnect();
    return false;
  }

  private boolean settle(Message message, MailOutcome outcome) {
    long atNanos = now();
    if (outcome instanceof MailOutcome.Refused refused) {
      unwritten.add(
          new LedgerEntry.Refused(atNanos, message.mid(), refused.permanent(), refused.reason()));
      means.watch().refused(refused.reason());
      return refused.permanent();
    }
    unwritten.add(new LedgerEntry.Acknowledged(atNanos, message.mid()));
    means.watch().acknowledged(number, atNanos);
    return true;
  }

  private void disconnect() {
    CmtpClient closing = session;
    session = null;
    if (closing != null) {
      try {
        closing.close();
      } catch (IOException gone) {
        // it is closed all the same
      }
    }
  }
}
