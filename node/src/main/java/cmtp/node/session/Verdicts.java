package cmtp.node.session;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.command.Payload;
import java.util.function.Consumer;

/** How the outcome of a message is told: as MAIL's base reply, as APPEND's frame, or not at all. */
interface Verdicts {
  void accept(MessageId mid, long uid);

  /** The message has been read to its end. */
  void refuse(Verdict verdict);

  /**
   * Before the message has come.
   *
   * @param skip whether to read and drop the message and keep the connection
   */
  void refuseEarly(Verdict verdict, boolean skip);

  /** The message can't be read to its end: the connection is closed. */
  void refuseBroken(Verdict verdict);

  static Verdicts forMail(Conversation conversation) {
    return new Verdicts() {
      @Override
      public void accept(MessageId mid, long uid) {
        conversation.reply(
            conversation.usedX1()
                ? conversation.replies().general("SUCCESS " + mid)
                : conversation.replies().fixed("SUCCESS"));
      }

      @Override
      public void refuse(Verdict verdict) {
        conversation.reply(told(verdict));
      }

      @Override
      public void refuseEarly(Verdict verdict, boolean skip) {
        conversation.refuseMessage(told(verdict), skip);
      }

      @Override
      public void refuseBroken(Verdict verdict) {
        conversation.replyAndClose(told(verdict));
      }

      private Bytes told(Verdict verdict) {
        String word = verdict.permanent() ? "DELIVERYFAILURE" : "FAILURE";
        String text = conversation.usedX1() ? word + " " + verdict.text() : word;
        return verdict.permanent()
            ? conversation.replies().text(text)
            : conversation.replies().general(text);
      }
    };
  }

  static Verdicts forAppend(Conversation conversation, Consumer<X1Commands.Answer> answer) {
    return new Verdicts() {
      @Override
      public void accept(MessageId mid, long uid) {
        answer.accept(X1Commands.Answer.ok(new Payload.Uid(uid)));
      }

      @Override
      public void refuse(Verdict verdict) {
        answer.accept(X1Commands.Answer.of(verdict.status(), verdict.text()));
      }

      @Override
      public void refuseEarly(Verdict verdict, boolean skip) {
        answer.accept(
            X1Commands.Answer.of(verdict.status(), verdict.text())
                .then(skip ? X1Commands.After.SKIP_MESSAGE : X1Commands.After.CLOSE));
      }

      @Override
      public void refuseBroken(Verdict verdict) {
        answer.accept(
            X1Commands.Answer.of(verdict.status(), verdict.text()).then(X1Commands.After.CLOSE));
      }
    };
  }

  /** Taken without a word; refused by closing (SPEC 8.8). */
  static Verdicts untold(Conversation conversation) {
    return new Verdicts() {
      @Override
      public void accept(MessageId mid, long uid) {
        conversation.reply(Bytes.EMPTY);
      }

      @Override
      public void refuse(Verdict verdict) {
        conversation.replyAndClose(Bytes.EMPTY);
      }

      @Override
      public void refuseEarly(Verdict verdict, boolean skip) {
        conversation.replyAndClose(Bytes.EMPTY);
      }

      @Override
      public void refuseBroken(Verdict verdict) {
        conversation.replyAndClose(Bytes.EMPTY);
      }
    };
  }
}
