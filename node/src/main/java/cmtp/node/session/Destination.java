package cmtp.node.session;

import cmtp.protocol.MessageId;
import cmtp.protocol.message.MessageLog;
import java.util.Optional;
import java.util.function.Consumer;

/** Who is to keep a message: a mailbox of this node, or the queue of another domain. */
interface Destination {

  /** What whoever keeps the message says about it. */
  sealed interface Answer {}

  /**
   * It is there now, on stable storage; before its body has come: it would be taken.
   *
   * @param uid 0 where there is none
   */
  record Taken(long uid) implements Answer {}

  /** It was there before; nothing is stored. */
  enum Known implements Answer {
    INSTANCE
  }

  /** It is there; whether with this content or one that came before, only its owner knows. */
  enum There implements Answer {
    INSTANCE
  }

  record Refused(Verdict verdict) implements Answer {}

  /** No answer came: whether it is there, nobody knows. */
  enum Silent implements Answer {
    INSTANCE
  }

  /**
   * What the first answer tells about a message that was to be stored.
   *
   * @param again whether its owner was told more than once, so that what comes later may do what
   *     came first, or has come first, did not
   */
  static Answer told(Answer first, boolean again) {
    if (!again || first instanceof Taken) {
      return first;
    }
    return first == Known.INSTANCE ? There.INSTANCE : Silent.INSTANCE;
  }

  /** The persistence id of who will own the content: asked, after a crash, whether it does. */
  String owner();

  /** Whether it is a mailbox of this node. */
  boolean isLocal();

  /**
   * Asks whether a message would be taken.
   *
   * @param mid if it is known already
   */
  void check(Optional<MessageId> mid, long sizeBytes, Consumer<Answer> then);

  /** What the log says against the message. */
  Optional<Verdict> judge(MessageLog log);

  /** Whether it is a message that this node itself sent away, and that was sent back to it. */
  default boolean isReturned(MessageLog log, MessageId mid) {
    return false;
  }

  void store(ReceivedMail mail, MessageId mid, Consumer<Answer> then);
}
