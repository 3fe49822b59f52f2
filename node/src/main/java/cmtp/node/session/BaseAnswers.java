package cmtp.node.session;

import cmtp.protocol.Bytes;
import cmtp.protocol.command.Command;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.wire.Decoded;

/** The base's answers: every one is signed, every refusal is told (SPEC 3, 4). */
final class BaseAnswers implements Answers {
  private static final String HELP = "SUCCESS OHAI NOOP HELP KEYREQUEST LOGIN MAIL OBAI";

  private final Conversation conversation;
  private final Replies replies;
  private int smtpLines;

  BaseAnswers(Conversation conversation) {
    this.conversation = conversation;
    this.replies = conversation.replies();
  }

  @Override
  public Answer simple(Command.Simple command) {
    return switch (command) {
      case OHAI -> Answer.of(replies.fixed(ohai()));
      case NOOP -> Answer.of(replies.fixed("SUCCESS"));
      case HELP -> Answer.of(replies.fixed(HELP));
      case OBAI -> Answer.CLOSE;
    };
  }

  private String ohai() {
    return "OHAI CMTP/1 " + conversation.services().identity().primary() + " X1";
  }

  @Override
  public Answer key(VerifyKey key) {
    return Answer.of(replies.key(key));
  }

  @Override
  public Answer noKey() {
    return Answer.of(replies.text("KEYNOTAVAILABLE"));
  }

  @Override
  public Answer xzibit(Bytes xzibit) {
    return Answer.of(replies.xzibit(xzibit));
  }

  @Override
  public Answer failure(String detail) {
    return Answer.of(
        conversation.usedX1()
            ? replies.general(detailed("FAILURE", detail))
            : replies.fixed("FAILURE"));
  }

  @Override
  public Answer unknownCommand() {
    return failure("unknown command");
  }

  /** Until SMTP is served here, its clients are told so in their own language. */
  @Override
  public Answer smtpLine(String line) {
    if (line.strip().equalsIgnoreCase("QUIT")) {
      return Answer.of(Bytes.utf8("221 2.0.0 closing\r\n")).last();
    }
    smtpLines++;
    return Answer.of(Bytes.utf8("502 5.5.1 this port speaks CMTP\r\n"))
        .lastIf(smtpLines >= SessionPolicy.SMTP_LINES_MAX);
  }

  /** SPEC 2.6, 2.7: who is too slow, or gone in the middle, is not answered. */
  @Override
  public Answer malformed(Decoded.Reason reason) {
    if (reason.isSilent()) {
      return Answer.CLOSE;
    }
    return reason.isPermanent()
        ? Answer.of(replies.text(detailed("DELIVERYFAILURE", reason.text()))).last()
        : failure(reason.text()).last();
  }

  @Override
  public Verdicts verdicts() {
    return Verdicts.forMail(conversation);
  }

  private String detailed(String word, String detail) {
    return conversation.usedX1() ? word + " " + detail : word;
  }
}
