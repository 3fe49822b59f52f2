package cmtp.node.delivery;

import cmtp.persistence.queue.QueueState;
import cmtp.persistence.queue.Waiting;
import cmtp.protocol.address.DomainName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/** What people are told of a queue; pure and bounded. */
final class QueueViews {
  static final int ROWS_MAX = 500;

  private static final int REASONS_MAX = 20;
  private static final String OTHER = "other reasons";

  private final DomainName domain;

  QueueViews(DomainName domain) {
    this.domain = domain;
  }

  RemoteDomain.Summary summary(QueueState state, int connections, int window, long nowMs) {
    Map<String, Integer> reasons = new TreeMap<>();
    Integer[] ages = new Integer[Ages.COUNT];
    java.util.Arrays.fill(ages, 0);
    int held = 0;
    for (Waiting waiting : state.waiting()) {
      held += waiting.held() ? 1 : 0;
      ages[Ages.classOf(nowMs - waiting.mail().acceptedMs())]++;
      String reason = state.reason(waiting);
      boolean room = reasons.size() < REASONS_MAX - 1 || reasons.containsKey(reason);
      reasons.merge(room ? reason : OTHER, 1, Integer::sum);
    }
    return new RemoteDomain.Summary(
        domain,
        activity(state, connections, nowMs),
        state.size(),
        held,
        state.bytes(),
        state.oldest().map(waiting -> waiting.mail().acceptedMs()).orElse(0L),
        connections,
        window,
        state.backoff(),
        state.peer(),
        reasons.entrySet().stream()
            .map(entry -> new RemoteDomain.ReasonCount(entry.getKey(), entry.getValue()))
            .toList(),
        List.of(ages));
  }

  private static RemoteDomain.Activity activity(QueueState state, int connections, long nowMs) {
    if (state.paused()) {
      return RemoteDomain.Activity.PAUSED;
    }
    if (state.peer().isKeyDisputed()) {
      return RemoteDomain.Activity.KEY_DISPUTED;
    }
    if (state.size() == 0 || state.byTime().isEmpty() && connections == 0) {
      return RemoteDomain.Activity.IDLE;
    }
    return connections == 0 && state.backoff().nextDialMs() > nowMs
        ? RemoteDomain.Activity.BACKING_OFF
        : RemoteDomain.Activity.ACTIVE;
  }

  RemoteDomain.Mails list(QueueState state, RemoteDomain.ListMail wish, LongPredicate busy) {
    int limit = Math.max(1, Math.min(wish.limit(), ROWS_MAX));
    List<RemoteDomain.Mail> mails = new ArrayList<>();
    int bytes = 0;
    for (Waiting waiting : state.waitingAfter(wish.afterId())) {
      boolean wanted =
          wish.source().isEmpty()
              || waiting.mail().proven()
                  && Interventions.isSame(waiting.mail().source(), wish.source().get());
      if (wanted) {
        RemoteDomain.Mail mail = mail(state, waiting, busy);
        bytes += Rows.MAILS.bytes().applyAsInt(mail);
        if (mails.size() == limit || bytes > Rows.BYTES_MAX) {
          return new RemoteDomain.Mails(mails, true);
        }
        mails.add(mail);
      }
    }
    return new RemoteDomain.Mails(mails, false);
  }

  RemoteDomain.Mails find(QueueState state, RemoteDomain.FindMail wish, LongPredicate busy) {
    return new RemoteDomain.Mails(
        state.waiting(wish.mid()).map(waiting -> mail(state, waiting, busy)).stream().toList(),
        false);
  }

  private RemoteDomain.Mail mail(QueueState state, Waiting waiting, LongPredicate busy) {
    return new RemoteDomain.Mail(
        domain,
        waiting.mail().id(),
        waiting.mail().mid(),
        waiting.mail().source(),
        waiting.mail().destination(),
        waiting.mail().size(),
        waiting.mail().acceptedMs(),
        state.attempts(waiting),
        state.reason(waiting),
        state.nextAttemptMs(waiting).orElse(0L),
        waiting.held(),
        busy.test(waiting.mail().id()));
  }
}
