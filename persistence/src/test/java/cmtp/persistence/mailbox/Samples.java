package cmtp.persistence.mailbox;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import java.nio.ByteBuffer;
import java.util.List;

/** Values that several tests need. */
public final class Samples {
  public static final Bytes RECORD = Bytes.utf8("t=key\nv=1\n");
  public static final Bytes XZIBIT = Bytes.of(new byte[156]);
  public static final long NOW = 1_750_000_000_000L;
  public static final long DAY_MS = 24L * 60 * 60 * 1000;
  public static final long QUOTA = 1L << 40;

  private Samples() {}

  public static MessageId mid(long number) {
    return new MessageId(Bytes.wrap(ByteBuffer.allocate(32).putLong(24, number).array()));
  }

  public static Sections sections(long bodyBytes) {
    return new Sections(60, 1, bodyBytes, List.of());
  }

  public static Incoming mail(long number) {
    return mail(BoxName.INBOX, number, 100);
  }

  /** The same number stands for the message's identity and its content. */
  public static Incoming mail(BoxName box, long number, long bodyBytes) {
    return new Incoming(
        box, mid(number), number, sections(bodyBytes), "ann@example.org", Flags.NONE);
  }

  public static MailboxState open() {
    return after(
        MailboxState.EMPTY, AccountDecisions.open(MailboxState.EMPTY, RECORD, XZIBIT, NOW));
  }

  /** With mail 1 to {@code count} in the inbox, as uids 1 to {@code count}. */
  public static MailboxState withMail(int count) {
    MailboxState state = open();
    for (int i = 1; i <= count; i++) {
      state = after(state, MailboxDecisions.deliver(state, mail(i), QUOTA, NOW));
    }
    return state;
  }

  public static MailboxState after(MailboxState state, Decision decision) {
    return state.applyAll(events(decision));
  }

  public static List<MailboxEvent> events(Decision decision) {
    if (decision instanceof Decision.Accepted accepted) {
      return accepted.events();
    }
    throw new AssertionError(decision.toString());
  }
}
