package cmtp.persistence.mailbox;

import java.util.List;

/** What a wish comes to. */
public sealed interface Decision {

  /** Persist these, possibly none: what was wished for is so already. */
  record Accepted(List<MailboxEvent> events) implements Decision {
    public Accepted {
      events = List.copyOf(events);
    }
  }

  /** Nothing changes. */
  record Refused(Refusal refusal) implements Decision {}

  static Decision accepted(MailboxEvent... events) {
    return new Accepted(List.of(events));
  }

  static Decision refused(Refusal refusal) {
    return new Refused(refusal);
  }
}
