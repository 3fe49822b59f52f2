package cmtp.node.delivery;

import cmtp.node.mailbox.Mailbox;
import cmtp.persistence.mailbox.Refusal;
import cmtp.persistence.queue.QueueEvent;
import cmtp.persistence.queue.QueueState;
import cmtp.persistence.queue.Report;
import cmtp.persistence.queue.ReportKind;
import cmtp.persistence.queue.Undeliverable;
import cmtp.persistence.queue.Waiting;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.InvalidAddressException;
import cmtp.protocol.message.Message;
import cmtp.protocol.record.KeyRecord;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * The part of a queue that tells originators what became of their mail, one after the other:
 *
 * <pre>
 *   undeliverable, or late -> key asked of the mailbox -> ReportComposed stored
 *   composed               -> content written, Mailbox.Deliver -> ReportSettled stored
 * </pre>
 *
 * A mailbox that can't take one now is asked again later, until it is time to give up.
 */
final class Reports {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String DELIVERED = "delivered";
  private static final String NOBODY = "the originator's account is gone";
  private static final String NEVER_TAKEN = "the originator's mailbox did not take it";

  private final ActorContext<RemoteDomain.Command> context;
  private final DeliveryServices services;
  private final RetrySettings retry;
  private final Ledger ledger;
  private final ReportAgenda agenda;
  private final BounceComposer composer;
  private Optional<Job> current = Optional.empty();

  /** What is being done; nothing else is until it is over. Compared by identity. */
  static final class Job {
    private final ReportAgenda.Item item;
    private final Address originator;

    Job(ReportAgenda.Item item, Address originator) {
      this.item = item;
      this.originator = originator;
    }
  }

  Reports(
      ActorContext<RemoteDomain.Command> context,
      DeliveryServices services,
      Ledger ledger,
      QueueDecisions decisions,
      LongPredicate busy) {
    this.context = context;
    this.services = services;
    this.retry = services.settings().retry();
    this.ledger = ledger;
    this.agenda = new ReportAgenda(retry, decisions::delayMs, busy);
    this.composer = new BounceComposer(services.identity(), services.random());
  }

  /** Begins what is next. Works on what is stored only: a report goes out after its event. */
  void step(long nowMs) {
    if (current.isPresent() || !ledger.isEmpty()) {
      return;
    }
    QueueState state = ledger.stored();
    Optional<ReportAgenda.Item> next = agenda.next(state, nowMs);
    if (next.isPresent()) {
      begin(next.get(), nowMs);
    } else {
      agenda.needless(state, nowMs).ifPresent(ledger::record);
    }
  }

  /** When the next one is due; empty if none is, or one is under way. */
  Optional<Long> nextMs() {
    return current.isPresent() ? Optional.empty() : agenda.nextMs(ledger.stored());
  }

  private void begin(ReportAgenda.Item item, long nowMs) {
    Optional<Address> originator = ours(item.originator());
    if (originator.isEmpty()) {
      settle(item, NOBODY, nowMs);
      return;
    }
    Job job = new Job(item, originator.get());
    current = Optional.of(job);
    if (item instanceof ReportAgenda.Composed composed) {
      write(job, composed.report());
    } else {
      ask(Mailbox.GetAccount::new, job, reply -> new DomainQueue.AccountAnswered(job, reply));
    }
  }

  private Optional<Address> ours(String text) {
    try {
      return Optional.of(Address.parse(text)).filter(services.identity().get()::isOurs);
    } catch (InvalidAddressException notAnAddress) {
      return Optional.empty();
    }
  }

  private void ask(
      Function<ActorRef<Mailbox.Reply>, Mailbox.Command> question,
      Job job,
      Function<Optional<Mailbox.Reply>, RemoteDomain.Command> answer) {
    ActorRef<RemoteDomain.Command> self = context.getSelf();
    context.spawnAnonymous(
        Question.create(
            Mailbox.Reply.class,
            replyTo -> services.mailboxes().tell(job.originator, question.apply(replyTo)),
            PATIENCE,
            reply -> self.tell(answer.apply(reply))));
  }

  private boolean isCurrent(Job job) {
    return current.isPresent() && current.get() == job;
  }

  void accountAnswered(DomainQueue.AccountAnswered message, long nowMs) {
    Job job = message.job();
    if (!isCurrent(job)) {
      return;
    }
    if (!(message.reply().orElse(null) instanceof Mailbox.AccountView view)) {
      putOff(job, nowMs);
      return;
    }
    Optional<BounceComposer.Originator> to =
        Optional.of(view.account())
            .filter(account -> account.isActive())
            .flatMap(account -> account.record())
            .flatMap(KeyRecord::parse)
            .map(record -> new BounceComposer.Originator(job.originator, record.key()));
    if (to.isEmpty()) {
      settle(job.item, NOBODY, nowMs);
    } else {
      compose(job, to.get(), nowMs);
    }
  }

  private void compose(Job job, BounceComposer.Originator to, long nowMs) {
    QueueState state = ledger.planned();
    if (job.item instanceof ReportAgenda.Lost lost) {
      Optional<Undeliverable> failed = state.undeliverable().get(lost.mailId());
      failed.ifPresent(one -> composed(job, composer.failure(one, to, nowMs), nowMs));
    } else {
      Optional<Waiting> waiting = state.waiting(job.item.mailId());
      waiting.ifPresent(one -> composed(job, delay(state, one, to, nowMs), nowMs));
      ledger.record(new QueueEvent.NoticesTaken(job.item.mailId(), nowMs));
    }
    agenda.done(job.item);
    ledger.then(this::over);
  }

  private Message delay(
      QueueState state, Waiting waiting, BounceComposer.Originator to, long nowMs) {
    return composer.delay(
        new BounceComposer.Delay(
            waiting.mail(),
            waiting.held() ? "held back by the operator" : state.reason(waiting),
            state.attempts(waiting),
            state.nextAttemptMs(waiting)),
        retry.expiresMs(waiting.mail().acceptedMs()),
        to,
        nowMs);
  }

  private void composed(Job job, Message message, long nowMs) {
    Report report =
        new Report(
            job.item.mailId(),
            job.item.kind(),
            job.originator.toString(),
            message.mid(),
            message.encode());
    ledger.record(new QueueEvent.ReportComposed(report, nowMs));
  }

  private void over() {
    current = Optional.empty();
  }

  private void write(Job job, Report report) {
    ActorRef<RemoteDomain.Command> self = context.getSelf();
    services
        .reports()
        .writeReport(Mailbox.persistenceId(job.originator).id(), report.message())
        .whenComplete(
            (contentId, failure) ->
                self.tell(
                    new DomainQueue.ReportWritten(
                        job, failure == null ? Optional.of(contentId) : Optional.empty())));
  }

  void written(DomainQueue.ReportWritten message, long nowMs) {
    Job job = message.job();
    if (!isCurrent(job)) {
      message.contentId().ifPresent(services.reports()::abortReport);
    } else if (message.contentId().isEmpty()) {
      putOff(job, nowMs);
    } else {
      long contentId = message.contentId().get();
      Report report = ((ReportAgenda.Composed) job.item).report();
      ask(
          replyTo -> new Mailbox.Deliver(new ReportMail(report).incoming(contentId), replyTo),
          job,
          reply -> new DomainQueue.ReportAnswered(job, contentId, reply));
    }
  }

  /**
   * Without an answer the outcome is unknown: the content stays marked, and after the next start
   * its mailbox is asked.
   */
  void answered(DomainQueue.ReportAnswered message, long nowMs) {
    Optional<Mailbox.Reply> reply = message.reply();
    if (reply.orElse(null) instanceof Mailbox.Stored) {
      services.reports().confirmReport(message.contentId());
    } else if (reply.isPresent()) {
      services.reports().abortReport(message.contentId());
    }
    if (!isCurrent(message.job())) {
      return;
    }
    Optional<String> outcome = reply.flatMap(Reports::outcome);
    if (outcome.isPresent()) {
      settle(message.job().item, outcome.get(), nowMs);
    } else {
      putOff(message.job(), nowMs);
    }
  }

  /** Empty if it may be taken later. */
  private static Optional<String> outcome(Mailbox.Reply reply) {
    if (reply instanceof Mailbox.Refused refused) {
      Refusal refusal = refused.refusal();
      boolean gone = refusal == Refusal.NO_ACCOUNT || refusal == Refusal.DISABLED;
      return refusal == Refusal.DUPLICATE
          ? Optional.of(DELIVERED)
          : Optional.of(NOBODY).filter(nobody -> gone);
    }
    return Optional.of(DELIVERED).filter(delivered -> reply instanceof Mailbox.Stored);
  }

  private void putOff(Job job, long nowMs) {
    if (agenda.putOff(job.item, nowMs)) {
      over();
    } else {
      settle(job.item, NEVER_TAKEN, nowMs);
    }
  }

  private void settle(ReportAgenda.Item item, String outcome, long nowMs) {
    agenda.done(item);
    ledger.record(
        item instanceof ReportAgenda.Late
            ? new QueueEvent.NoticesTaken(item.mailId(), nowMs)
            : new QueueEvent.ReportSettled(item.mailId(), item.kind(), outcome, nowMs));
    if (!outcome.equals(DELIVERED) && item.kind() == ReportKind.FAILURE) {
      context.getLog().info("{} could not be told: {}", item.originator(), outcome);
    }
    ledger.then(this::over);
  }
}
