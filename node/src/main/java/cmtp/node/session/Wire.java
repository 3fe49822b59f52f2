package cmtp.node.session;

import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.SecureChannel;

/**
 * The connection as its session sees it. The session gets one thing at a time and answers it with
 * exactly one instruction that is not {@link Next.Stay}; before it, any number that are. Safe to
 * call from any thread.
 */
@FunctionalInterface
public interface Wire {

  /** Sends {@code output}, which may be empty, and then does what {@code next} says. */
  void instruct(Bytes output, Next next);

  default void instruct(Next next) {
    instruct(Bytes.EMPTY, next);
  }

  /** What the connection does after the output. */
  sealed interface Next {
    enum Simple implements Next {
      /** Reads the next command. */
      CONTINUE,
      /** Reads and drops the rest of the refused message, then reads the next command. */
      SKIP_MESSAGE,
      /** Half-closes, drops what still comes for a while, then closes (SPEC 2.8). */
      CLOSE
    }

    /** More output follows; input is only watched for: the first byte makes a {@code Disturbed}. */
    enum Stay implements Next {
      INSTANCE
    }

    /** Reads the rest of the message into this sink. */
    record Receive(ContentSink sink) implements Next {}

    /** Everything after the output is encrypted, in both directions. */
    record Encrypt(SecureChannel channel) implements Next {}
  }
}
