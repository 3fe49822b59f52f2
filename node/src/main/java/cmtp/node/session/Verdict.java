package cmtp.node.session;

import cmtp.persistence.mailbox.Refusal;
import cmtp.protocol.command.Status;
import cmtp.protocol.wire.Decoded;

/**
 * Why a message is refused: one answer for both languages.
 *
 * @param text for people
 * @param permanent in the base language: whether trying again is useless (SPEC 4.5)
 */
record Verdict(Status status, String text, boolean permanent) {
  static final Verdict SESSION_OVER = permanent(Status.AUTHREQUIRED, "the session has ended");

  static final Verdict LOOP =
      permanent(Status.LOOP, "went through too many nodes, or through one twice");

  static Verdict permanent(Status status, String text) {
    return new Verdict(status, text, true);
  }

  static Verdict passing(Status status, String text) {
    return new Verdict(status, text, false);
  }

  /** What is wrong with a message's form. */
  static Verdict of(Decoded.Reason reason) {
    Status status = reason == Decoded.Reason.TOO_LARGE ? Status.TOOBIG : Status.BADREQUEST;
    return new Verdict(status, reason.text(), reason.isPermanent());
  }

  static Verdict of(Refusal refusal) {
    return switch (refusal) {
      case NO_ACCOUNT -> permanent(Status.NOTFOUND, "unknown account");
      case DISABLED -> permanent(Status.DENIED, "the account is disabled");
      case OVER_QUOTA -> passing(Status.OVERQUOTA, "the mailbox is over its quota");
      case FULL -> passing(Status.OVERQUOTA, "the mailbox is full");
      case ALREADY_OPEN -> permanent(Status.DENIED, "the account exists already");
      case NOT_INVITED -> permanent(Status.DENIED, "no such invitation, or it has expired");
      case DUPLICATE -> permanent(Status.OK, "known already");
      case NOT_FOUND -> permanent(Status.NOTFOUND, "no such box or message");
      case CHANGED_SINCE -> permanent(Status.RESYNC, "changed since");
      case SAME_BOX -> permanent(Status.BADREQUEST, "source and target are the same box");
    };
  }
}
