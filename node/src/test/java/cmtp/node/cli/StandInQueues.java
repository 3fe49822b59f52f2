package cmtp.node.cli;

import cmtp.node.delivery.QueueBoard;
import cmtp.node.delivery.RemoteDomain;
import cmtp.node.delivery.RemoteDomain.Activity;
import cmtp.node.delivery.RemoteDomain.Mail;
import cmtp.node.delivery.RemoteDomain.ReasonCount;
import cmtp.node.delivery.RemoteDomain.Summary;
import cmtp.node.delivery.RemoteDomains;
import cmtp.persistence.queue.Backoff;
import cmtp.persistence.queue.PeerKnowledge;
import cmtp.persistence.queue.PinOrigin;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.DomainName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Speaks the protocols of {@link RemoteDomain} and {@link QueueBoard} over a list in memory, and
 * keeps what it was told to do.
 */
final class StandInQueues implements RemoteDomains {
  private final List<Mail> mails = new ArrayList<>();
  private final Map<String, PeerKnowledge> peers = new TreeMap<>();
  private final Map<String, Activity> activities = new TreeMap<>();
  private final List<String> deeds = new ArrayList<>();

  synchronized void add(Mail mail) {
    mails.add(mail);
  }

  synchronized void know(String domain, Activity activity, PeerKnowledge peer) {
    activities.put(domain, activity);
    peers.put(domain, peer);
  }

  /** What was done, and taken from here. */
  synchronized List<String> deeds() {
    List<String> all = List.copyOf(deeds);
    deeds.clear();
    return all;
  }

  synchronized PeerKnowledge peer(String domain) {
    return peers.getOrDefault(domain, PeerKnowledge.NONE);
  }

  @Override
  public synchronized void tell(DomainName domain, RemoteDomain.Command command) {
    if (command instanceof RemoteDomain.GetSummary ask) {
      ask.replyTo().tell(summary(domain));
    } else if (command instanceof RemoteDomain.GetPeer ask) {
      ask.replyTo().tell(peer(domain.value()));
    } else if (command instanceof RemoteDomain.ListMail ask) {
      List<Mail> found = of(domain, mail -> mail.id() > ask.afterId());
      boolean more = found.size() > ask.limit();
      ask.replyTo()
          .tell(new RemoteDomain.Mails(more ? found.subList(0, ask.limit()) : found, more));
    } else if (command instanceof RemoteDomain.Intervention deed) {
      deed.replyTo().tell(new RemoteDomain.Changed(done(domain, deed)));
    } else {
      throw new IllegalArgumentException("not spoken here: " + command);
    }
  }

  synchronized void board(QueueBoard.Command command) {
    if (command instanceof QueueBoard.GetSummaries ask) {
      List<Summary> all = mails.stream().map(Mail::domain).distinct().map(this::summary).toList();
      ask.replyTo().tell(new QueueBoard.Summaries(all, true));
    } else if (command instanceof QueueBoard.FindMail ask) {
      List<Mail> found = mails.stream().filter(mail -> mail.mid().equals(ask.mid())).toList();
      ask.replyTo().tell(new QueueBoard.Gathered(found, true));
    } else if (command instanceof QueueBoard.GatherMail ask) {
      boolean all = mails.size() <= ask.limit();
      ask.replyTo().tell(new QueueBoard.Gathered(all ? mails : mails.subList(0, ask.limit()), all));
    }
  }

  private int done(DomainName domain, RemoteDomain.Intervention deed) {
    if (deed instanceof RemoteDomain.Trust trust) {
      deeds.add("trust " + domain);
      peers.put(
          domain.value(),
          new PeerKnowledge(trust.key(), PinOrigin.OPERATOR, 1, true, Bytes.EMPTY, 0));
      return 0;
    }
    List<MessageId> mids = List.of();
    String what = deed.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    if (deed instanceof RemoteDomain.Retry retry) {
      mids = retry.mids();
    } else if (deed instanceof RemoteDomain.Hold hold) {
      mids = hold.mids();
    } else if (deed instanceof RemoteDomain.Release release) {
      mids = release.mids();
    } else if (deed instanceof RemoteDomain.Drop drop) {
      mids = drop.mids();
      what += drop.silently() ? " silently" : "";
    }
    deeds.add(what + " " + domain + (mids.isEmpty() ? "" : " " + mids.size()));
    List<MessageId> named = mids;
    return of(domain, mail -> named.isEmpty() || named.contains(mail.mid())).size();
  }

  private List<Mail> of(DomainName domain, Predicate<Mail> which) {
    return mails.stream().filter(mail -> mail.domain().equals(domain)).filter(which).toList();
  }

  private Summary summary(DomainName domain) {
    List<Mail> waiting = of(domain, mail -> true);
    Activity activity = activities.getOrDefault(domain.value(), Activity.IDLE);
    return new Summary(
        domain,
        activity,
        waiting.size(),
        0,
        waiting.stream().mapToLong(Mail::bytes).sum(),
        waiting.stream().mapToLong(Mail::acceptedMs).min().orElse(0),
        0,
        1,
        new Backoff(3, 3, System.currentTimeMillis() + 600_000, 1, "connection refused"),
        peer(domain.value()),
        waiting.isEmpty()
            ? List.of()
            : List.of(new ReasonCount("connection refused", waiting.size())),
        List.of(0, 0, waiting.size(), 0, 0, 0, 0));
  }
}
