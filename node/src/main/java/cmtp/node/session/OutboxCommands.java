package cmtp.node.session;

import cmtp.node.delivery.QueueBoard;
import cmtp.node.delivery.RemoteDomain;
import cmtp.protocol.Limits;
import cmtp.protocol.MessageId;
import cmtp.protocol.Utf8;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** OUTBOX: own mail that waits for other domains (SPEC 7.21). */
final class OutboxCommands {
  private static final long ATTEMPTS_MAX = 0xFFFFFFFFL;

  private final Conversation conversation;

  OutboxCommands(Conversation conversation) {
    this.conversation = conversation;
  }

  void handle(X1Command.Outbox command, Consumer<X1Commands.Answer> answer) {
    conversation.whileSessionStands(
        () -> command.cancel().ifPresentOrElse(mid -> find(mid, answer), () -> list(answer)),
        () -> answer.accept(X1Commands.Answer.of(Verdict.SESSION_OVER)),
        () -> answer.accept(tryLater()));
  }

  private String own() {
    return conversation.user().orElseThrow().toString();
  }

  private void list(Consumer<X1Commands.Answer> answer) {
    conversation.ask(
        QueueBoard.Gathered.class,
        replyTo ->
            queues(new QueueBoard.GatherMail(Optional.of(own()), Limits.LIST_ROWS_MAX, replyTo)),
        gathered -> answer.accept(listed(gathered)),
        () -> answer.accept(tryLater()));
  }

  private void queues(QueueBoard.Command question) {
    conversation.services().federation().queues().tell(question);
  }

  private static X1Commands.Answer listed(QueueBoard.Gathered gathered) {
    List<Payload.OutboxRow> rows =
        gathered.mails().stream().limit(Limits.LIST_ROWS_MAX).map(OutboxCommands::row).toList();
    boolean more = !gathered.complete() || rows.size() < gathered.mails().size();
    return X1Commands.Answer.ok(new Payload.Outbox(rows, more));
  }

  private static Payload.OutboxRow row(RemoteDomain.Mail mail) {
    return new Payload.OutboxRow(
        mail.mid(),
        mail.destination(),
        mail.acceptedMs(),
        Math.min(mail.attempts(), ATTEMPTS_MAX),
        Utf8.cut(mail.reason(), Limits.TEXT_BYTES_MAX),
        mail.held() ? 0 : mail.nextAttemptMs(),
        state(mail));
  }

  private static Payload.OutboxRow.State state(RemoteDomain.Mail mail) {
    if (mail.inDelivery()) {
      return Payload.OutboxRow.State.IN_DELIVERY;
    }
    return mail.held() ? Payload.OutboxRow.State.HELD : Payload.OutboxRow.State.WAITING;
  }

  private void find(MessageId mid, Consumer<X1Commands.Answer> answer) {
    conversation.ask(
        QueueBoard.Gathered.class,
        replyTo -> queues(new QueueBoard.FindMail(mid, replyTo)),
        gathered -> found(gathered, answer),
        () -> answer.accept(tryLater()));
  }

  private void found(QueueBoard.Gathered gathered, Consumer<X1Commands.Answer> answer) {
    if (!gathered.mails().isEmpty()) {
      checkOwner(gathered.mails().get(0), answer);
    } else {
      answer.accept(gathered.complete() ? notFound() : tryLater());
    }
  }

  /** Only the queue knows who is proven; whether another's mail has this mid is not told. */
  private void checkOwner(RemoteDomain.Mail mail, Consumer<X1Commands.Answer> answer) {
    conversation.askQueue(
        mail.domain(),
        RemoteDomain.Mails.class,
        replyTo -> new RemoteDomain.ListMail(mail.id() - 1, 1, Optional.of(own()), replyTo),
        own -> {
          Optional<RemoteDomain.Mail> same =
              own.mails().stream().filter(one -> one.mid().equals(mail.mid())).findFirst();
          same.ifPresentOrElse(one -> cancel(one, answer), () -> answer.accept(notFound()));
        },
        () -> answer.accept(tryLater()));
  }

  private void cancel(RemoteDomain.Mail mail, Consumer<X1Commands.Answer> answer) {
    if (mail.inDelivery()) {
      answer.accept(inDelivery());
      return;
    }
    conversation.askQueue(
        mail.domain(),
        RemoteDomain.Changed.class,
        replyTo -> new RemoteDomain.Cancel(mail.mid(), own(), replyTo),
        changed -> answer.accept(changed.count() > 0 ? X1Commands.Answer.ok() : inDelivery()),
        () -> answer.accept(tryLater()));
  }

  private static X1Commands.Answer notFound() {
    return X1Commands.Answer.of(Status.NOTFOUND, "no such message waits");
  }

  private static X1Commands.Answer inDelivery() {
    return X1Commands.Answer.of(Status.DENIED, "the message is being delivered");
  }

  private static X1Commands.Answer tryLater() {
    return X1Commands.Answer.of(Status.TRYLATER, "try again later");
  }
}
