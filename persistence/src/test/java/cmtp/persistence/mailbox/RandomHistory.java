package cmtp.persistence.mailbox;

import static cmtp.persistence.mailbox.Samples.DAY_MS;

import cmtp.protocol.Bytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

/** Wishes drawn from a seed, and the events they lead to. */
public final class RandomHistory {
  private static final List<BoxName> BOXES =
      List.of(BoxName.INBOX, BoxName.ARCHIVE, BoxName.TRASH, BoxName.of("work"), BoxName.SENT);
  private static final List<String> CHANGES =
      List.of("+seen", "-seen", "+flagged,-seen", "+$work", "-$work,+answered", "-flagged");

  private final Random random;
  private MailboxState state = MailboxState.EMPTY;
  private long nowMs = Samples.NOW;
  private long contents;

  public RandomHistory(long seed) {
    random = new Random(seed);
  }

  public MailboxState state() {
    return state;
  }

  /** The events of the next wish: none if it was refused. */
  public List<MailboxEvent> next() {
    nowMs += random.nextInt(50) == 0 ? random.nextLong(40 * DAY_MS) : random.nextInt(60_000);
    if (!(wish() instanceof Decision.Accepted accepted)) {
      return List.of();
    }
    state = state.applyAll(accepted.events());
    return accepted.events();
  }

  private Decision wish() {
    if (!state.account().isActive() && random.nextInt(3) > 0) {
      return random.nextBoolean()
          ? AccountDecisions.enable(state, nowMs)
          : AccountDecisions.open(state, bytes(), bytes(), nowMs);
    }
    return switch (random.nextInt(40)) {
      case 0 -> AccountDecisions.invite(state, bytes(), nowMs + DAY_MS, nowMs);
      case 1 -> random.nextInt(20) > 0 ? noop() : AccountDecisions.remove(state, nowMs);
      case 2 -> AccountDecisions.disable(state, nowMs);
      case 3 -> AccountDecisions.reset(state, bytes(), bytes(), nowMs);
      case 4 -> AccountDecisions.putRecord(state, bytes(), nowMs);
      case 5 -> AccountDecisions.replaceXzibit(state, bytes(), nowMs);
      case 6, 7 -> MailboxDecisions.dropped(state, state.garbage(), nowMs);
      case 8, 9, 10, 11 -> MailboxDecisions.copy(state, box(), uids(), box(), nowMs);
      case 12, 13, 14, 15 -> MailboxDecisions.move(state, box(), uids(), box(), nowMs);
      case 16, 17, 18, 19 -> MailboxDecisions.delete(state, box(), uids(), nowMs);
      case 20, 21, 22, 23, 24 -> flags();
      case 25, 26 -> MailboxDecisions.append(state, mail(box()), Samples.QUOTA, nowMs);
      default -> MailboxDecisions.deliver(state, mail(BoxName.INBOX), Samples.QUOTA, nowMs);
    };
  }

  private static Decision noop() {
    return Decision.accepted();
  }

  private Decision flags() {
    FlagChange change = FlagChange.parse(CHANGES.get(random.nextInt(6))).orElseThrow();
    return MailboxDecisions.changeFlags(state, box(), uids(), change, OptionalLong.empty(), nowMs);
  }

  private BoxName box() {
    return BOXES.get(random.nextInt(BOXES.size()));
  }

  private Collection<Long> uids() {
    List<Long> uids = new ArrayList<>();
    long top = state.box(BoxName.INBOX).map(BoxSummary::nextUid).orElse(1L) + 2;
    for (int i = random.nextInt(6); i >= 0; i--) {
      uids.add(1 + random.nextLong(top));
    }
    return uids;
  }

  /** Mids repeat at times, contents never. */
  private Incoming mail(BoxName box) {
    contents++;
    return new Incoming(
        box,
        Samples.mid(1 + random.nextLong(contents)),
        contents,
        new Sections(50, 10, random.nextInt(2000), List.of((long) random.nextInt(9))),
        "ann@example.org",
        random.nextInt(4) == 0 ? Flags.of("seen", "draft") : Flags.NONE);
  }

  private Bytes bytes() {
    byte[] bytes = new byte[1 + random.nextInt(100)];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }
}
