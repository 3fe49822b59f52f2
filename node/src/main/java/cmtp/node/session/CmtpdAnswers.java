package cmtp.node.session;

import cmtp.protocol.Bytes;
import cmtp.protocol.command.Command;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.crypto.Xzibit;
import cmtp.protocol.wire.Decoded;

/**
 * The answers that the client of 2017 understands (SPEC 8). It takes whatever comes for the answer
 * to its last key request, so there is no byte too many, and the only refusal is to close.
 */
final class CmtpdAnswers implements Answers {
  private static final Bytes OHAI = Bytes.utf8("HAI!!! :3\n\0");
  private static final Bytes NOOP = Bytes.utf8("O_O\n\0");
  private static final Bytes HELP =
      Bytes.utf8("Commands: OHAI, MAIL, HELP, NOOP, KEYREQUEST, OBAI\n\0");
  private static final Bytes OBAI = Bytes.utf8("Good bye\n\0");

  /** A longer ciphertext than that of this version overruns the client's memory. */
  private static final int XZIBIT_VERSION = 1;

  private final Conversation conversation;

  CmtpdAnswers(Conversation conversation) {
    this.conversation = conversation;
  }

  @Override
  public Answer simple(Command.Simple command) {
    return switch (command) {
      case OHAI -> Answer.of(OHAI);
      case NOOP -> Answer.of(NOOP);
      case HELP -> Answer.of(HELP);
      case OBAI -> Answer.of(OBAI).last();
    };
  }

  @Override
  public Answer key(VerifyKey key) {
    return Answer.of(conversation.replies().key(key));
  }

  @Override
  public Answer noKey() {
    conversation.logOnce("asked for a key that there is not");
    return Answer.CLOSE;
  }

  @Override
  public Answer xzibit(Bytes xzibit) {
    if (Xzibit.version(xzibit) != XZIBIT_VERSION) {
      conversation.logOnce("asked for an xzibit of a version that its dialect has not");
      return Answer.CLOSE;
    }
    return Answer.of(conversation.replies().bareXzibit(xzibit));
  }

  @Override
  public Answer failure(String detail) {
    conversation.logOnce("was refused: " + detail);
    return Answer.CLOSE;
  }

  @Override
  public Answer unknownCommand() {
    return Answer.SILENCE;
  }

  /** A line is an unknown command like any other, and counted like one. */
  @Override
  public Answer smtpLine(String line) {
    return unknownCommand().lastIf(conversation.isTooMalformed());
  }

  @Override
  public Answer malformed(Decoded.Reason reason) {
    return Answer.CLOSE;
  }

  @Override
  public Verdicts verdicts() {
    return Verdicts.untold(conversation);
  }
}
