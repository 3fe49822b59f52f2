package cmtp.simulations.sim.planted;

import cmtp.node.delivery.RetrySettings;
import cmtp.node.net.ConnectionLimits;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import net.bytebuddy.implementation.bind.annotation.Argument;
import net.bytebuddy.implementation.bind.annotation.FieldValue;
import net.bytebuddy.implementation.bind.annotation.RuntimeType;
import net.bytebuddy.implementation.bind.annotation.SuperCall;
import net.bytebuddy.implementation.bind.annotation.This;

/** What faulty methods do. Each class is one fault; its one method stands for the right one. */
public final class Instead {
  private Instead() {}

  /** Of what happens when it is stored: it happens at once. */
  public static final class RunsAtOnce {
    private RunsAtOnce() {}

    public static void then(@Argument(0) Runnable action) {
      action.run();
    }
  }

  /** Of a body's bytes: nobody waits for them. */
  public static final class WritesAndForgets {
    private WritesAndForgets() {}

    @RuntimeType
    public static CompletionStage<?> write(@SuperCall Callable<?> real) throws Exception {
      real.call();
      return CompletableFuture.completedStage(null);
    }
  }

  /** Of a message's identity: who wrote it, to whom, under which number of theirs. */
  public static final class SendersChoice {
    private SendersChoice() {}

    public static MessageId mid(@Argument(0) MessageHeader header, @Argument(1) MessageLog log) {
      String number =
          log.entries().stream().filter(entry -> entry.startsWith("id ")).findFirst().orElse("");
      String names =
          header.sourceAccount()
              + header.sourceDomain()
              + header.destinationAccount()
              + header.destinationDomain();
      return number.isEmpty()
          ? new MessageId(Hash.of(log.origin()))
          : new MessageId(Hash.of(Bytes.utf8(names + number)));
    }
  }

  /** Of a wait: it doubles for ever. */
  public static final class WithoutCap {
    private WithoutCap() {}

    public static long delayMs(
        @Argument(0) long failures,
        @Argument(1) double unit,
        @FieldValue("settings") RetrySettings settings) {
      double wait = settings.first().toMillis() * Math.pow(2, Math.max(0, failures - 1));
      return Math.round(wait * (1 + settings.jitter() * (2 * unit - 1)));
    }
  }

  /** Of what a node says: a permanent failure is not heard. */
  public static final class DeafToPermanentFailures {
    private DeafToPermanentFailures() {}

    public static boolean isWord(@Argument(0) String text, @Argument(1) String word) {
      return !word.equals("DELIVERYFAILURE") && (text.equals(word) || text.startsWith(word + " "));
    }
  }

  /** Of a message that is put off: it fails. */
  public static final class FailsInstead {
    private FailsInstead() {}

    @RuntimeType
    public static Object deferred(@This Object transfer, @Argument(0) String detail)
        throws ReflectiveOperationException {
      Method failed = transfer.getClass().getDeclaredMethod("failed", String.class);
      failed.setAccessible(true);
      return failed.invoke(transfer, detail);
    }
  }

  /** Of a key that was shown: it is taken. */
  public static final class TakesAnyKey {
    private TakesAnyKey() {}

    @RuntimeType
    public static Object judge(@This Object judge) throws ReflectiveOperationException {
      Class<?> trusted =
          Class.forName("cmtp.node.peer.PinJudge$Trusted", true, judge.getClass().getClassLoader());
      Constructor<?> constructor = trusted.getDeclaredConstructors()[0];
      constructor.setAccessible(true);
      return constructor.newInstance(cmtp.persistence.queue.PinOrigin.FIRST_SEEN);
    }
  }

  /** Of who may be told: whoever says that it is a server, too. */
  public static final class BelievesTheServer {
    private BelievesTheServer() {}

    public static boolean proven(
        @FieldValue("source") String source, @FieldValue("proven") boolean proven) {
      return proven || source.startsWith("@");
    }
  }

  /** Of whom a report about the server's own mail goes to: somebody. */
  public static final class ReportsToSomebody {
    private ReportsToSomebody() {}

    @RuntimeType
    public static Object ours(@Argument(0) String originator, @SuperCall Callable<?> real)
        throws Exception {
      return originator.startsWith("@")
          ? Optional.of(Address.parse("u0" + originator))
          : real.call();
    }
  }

  /** Of what connections may do: there may be any number of them. */
  public static final class Unlimited {
    private Unlimited() {}

    public static ConnectionLimits limits(@FieldValue("limits") ConnectionLimits real) {
      return new ConnectionLimits(
          real.protocol(),
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          real.idle(),
          real.command(),
          real.domainWait(),
          real.messageBytesPerSecondMin(),
          real.commandsPerSecondMax(),
          real.drain(),
          real.drainBytesMax());
    }
  }

  /** Of what an answer means to one who asked more than once: what it would mean to others. */
  public static final class TheFirstAnswer {
    private TheFirstAnswer() {}

    @RuntimeType
    public static Object told(@Argument(0) Object first) {
      return first;
    }
  }
}
