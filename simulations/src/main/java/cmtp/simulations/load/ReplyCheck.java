package cmtp.simulations.load;

import cmtp.protocol.Bytes;
import cmtp.protocol.command.Reply;
import cmtp.protocol.crypto.VerifyKey;
import java.util.Optional;

/**
 * Judges replies to MAIL. Every reply must say success; one of so many is checked in full: the
 * signature, and that a receipt names the right message. Checking all would cost more than sending.
 * A reply that equals the last one that was checked needs no check: bare ones all do. For one
 * thread.
 */
final class ReplyCheck {
  private static final String SUCCESS = "SUCCESS";
  private static final String RECEIPT = SUCCESS + " ";

  private final VerifyKey serverKey;
  private final Workload workload;
  private final long every;
  private long successes;
  private String knownText = "";
  private Bytes knownSignature = Bytes.EMPTY;

  /**
   * @param every of so many successes the first is checked in full; 0: none
   */
  ReplyCheck(VerifyKey serverKey, Workload workload, long every) {
    this.serverKey = serverKey;
    this.workload = workload;
    this.every = every;
  }

  /** Why this reply doesn't say that message {@code number} was accepted; empty if it does. */
  Optional<String> refusal(long number, Reply reply) {
    if (reply instanceof Reply.General general) {
      return refusal(number, general.text(), general.signature());
    }
    if (reply instanceof Reply.Text text) {
      return Optional.of(text.text());
    }
    return Optional.of("a reply that is none to MAIL");
  }

  private Optional<String> refusal(long number, String text, Bytes signature) {
    if (!text.equals(SUCCESS) && !text.startsWith(RECEIPT)) {
      return Optional.of(text);
    }
    boolean sampled = every > 0 && successes % every == 0;
    successes++;
    return sampled ? whatIsWrong(number, text, signature) : Optional.empty();
  }

  private Optional<String> whatIsWrong(long number, String text, Bytes signature) {
    if (!isSigned(text, signature)) {
      return Optional.of("a reply whose signature is wrong");
    }
    return text.equals(SUCCESS) || text.equals(RECEIPT + workload.mid(number))
        ? Optional.empty()
        : Optional.of("a receipt for another message");
  }

  private boolean isSigned(String text, Bytes signature) {
    if (text.equals(knownText) && signature.equals(knownSignature)) {
      return true;
    }
    if (!serverKey.verify(signature, Bytes.utf8(text))) {
      return false;
    }
    knownText = text;
    knownSignature = signature;
    return true;
  }
}
