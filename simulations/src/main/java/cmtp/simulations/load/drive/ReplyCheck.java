package cmtp.simulations.load.drive;

import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.command.Reply;
import cmtp.protocol.command.Status;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SignedInput;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.simulations.load.plan.Operation;
import java.util.Optional;

/**
 * Judges replies. Every reply must say success; one of so many is checked in full: the signature,
 * that a receipt names the right message, that a key is the mailbox's. Checking all would cost more
 * than sending. A reply to MAIL that equals the last one that was checked needs no check: bare ones
 * all do. For one thread.
 */
final class ReplyCheck {
  private static final String SUCCESS = "SUCCESS";
  private static final String RECEIPT = SUCCESS + " ";
  private static final Optional<String> UNSIGNED = Optional.of("a reply whose signature is wrong");

  private final VerifyKey serverKey;
  private final DomainName domain;
  private final Workload workload;
  private final long every;
  private long successes;
  private String knownText = "";
  private Bytes knownSignature = Bytes.EMPTY;

  /**
   * @param domain that signatures name
   * @param every of so many successes the first is checked in full; 0: none
   */
  ReplyCheck(VerifyKey serverKey, DomainName domain, Workload workload, long every) {
    this.serverKey = serverKey;
    this.domain = domain;
    this.workload = workload;
    this.every = every;
  }

  /**
   * Why this is not a success; empty if it is.
   *
   * @param frame the request's bytes, if it is an X1 command
   */
  Optional<String> refusal(Request request, Bytes frame, Reply reply) {
    if (request.operation() == Operation.MAIL) {
      return mail(request, reply);
    }
    return other(request, frame, reply).map(why -> request.operation().text() + ": " + why);
  }

  private Optional<String> mail(Request request, Reply reply) {
    if (reply instanceof Reply.General general) {
      return mail(request, general.text(), general.signature());
    }
    if (reply instanceof Reply.Text text) {
      return Optional.of(text.text());
    }
    return Optional.of("a reply that is none to MAIL");
  }

  private Optional<String> mail(Request request, String text, Bytes signature) {
    if (!text.equals(SUCCESS) && !text.startsWith(RECEIPT)) {
      return Optional.of(text);
    }
    return isSampled() ? whatIsWrong(request, text, signature) : Optional.empty();
  }

  private boolean isSampled() {
    boolean sampled = every > 0 && successes % every == 0;
    successes++;
    return sampled;
  }

  private Optional<String> whatIsWrong(Request request, String text, Bytes signature) {
    if (!isSigned(text, signature)) {
      return UNSIGNED;
    }
    return text.equals(SUCCESS)
            || text.equals(RECEIPT + workload.mid(request.number(), request.size()))
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

  private Optional<String> other(Request request, Bytes frame, Reply reply) {
    if (reply instanceof Reply.Key key) {
      return key(request, key);
    }
    if (reply instanceof Reply.Xzibit xzibit) {
      return isSampled() && !serverKey.verify(xzibit.signature(), xzibit.xzibit())
          ? UNSIGNED
          : Optional.empty();
    }
    if (reply instanceof Reply.X1 x1) {
      return x1(frame, 0, x1);
    }
    return Optional.of(
        reply instanceof Reply.Text text ? text.text() : ((Reply.General) reply).text());
  }

  private Optional<String> key(Request request, Reply.Key reply) {
    if (!isSampled()) {
      return Optional.empty();
    }
    if (!serverKey.verify(reply.signature(), reply.key())) {
      return UNSIGNED;
    }
    VerifyKey known = workload.mailboxes().get(workload.mailboxOf(request.number())).key();
    return reply.key().equals(known.bytes()) ? Optional.empty() : Optional.of("another key");
  }

  /**
   * @param number 0 but for WATCH
   */
  Optional<String> x1(Bytes frame, long number, Reply.X1 reply) {
    if (reply.status() != Status.OK) {
      return Optional.of((reply.status() + " " + reply.payload().utf8()).strip());
    }
    if (!isSampled()) {
      return Optional.empty();
    }
    Bytes signed =
        SignedInput.reply(
            domain,
            Hash.of(frame),
            number,
            reply.status().name(),
            reply.payload().length(),
            Hash.of(reply.payload()));
    return serverKey.verify(reply.signature(), signed) ? Optional.empty() : UNSIGNED;
  }
}
