package cmtp.persistence.mailbox;

import cmtp.persistence.mailbox.MailboxEvent.AccountDisabled;
import cmtp.persistence.mailbox.MailboxEvent.AccountEnabled;
import cmtp.persistence.mailbox.MailboxEvent.AccountImported;
import cmtp.persistence.mailbox.MailboxEvent.AccountInvited;
import cmtp.persistence.mailbox.MailboxEvent.AccountOpened;
import cmtp.persistence.mailbox.MailboxEvent.AccountRemoved;
import cmtp.persistence.mailbox.MailboxEvent.AccountReset;
import cmtp.persistence.mailbox.MailboxEvent.BoxImported;
import cmtp.persistence.mailbox.MailboxEvent.ContentDropped;
import cmtp.persistence.mailbox.MailboxEvent.Copied;
import cmtp.persistence.mailbox.MailboxEvent.Deleted;
import cmtp.persistence.mailbox.MailboxEvent.Delivered;
import cmtp.persistence.mailbox.MailboxEvent.DeparturesImported;
import cmtp.persistence.mailbox.MailboxEvent.FlagsChanged;
import cmtp.persistence.mailbox.MailboxEvent.Moved;
import cmtp.persistence.mailbox.MailboxEvent.RecordPut;
import cmtp.persistence.mailbox.MailboxEvent.XzibitReplaced;
import cmtp.persistence.tree.Tree;
import java.util.List;
import java.util.Optional;

/** How each event changes a state. */
final class MailboxEvents {
  private MailboxEvents() {}

  static MailboxState apply(MailboxState state, MailboxEvent event) {
    if (event instanceof Delivered e) {
      return delivered(state, e);
    }
    if (event instanceof FlagsChanged e) {
      return flagsChanged(state, e);
    }
    if (event instanceof Copied e) {
      return copied(state, e);
    }
    if (event instanceof Moved e) {
      return moved(state, e);
    }
    if (event instanceof Deleted e) {
      return deleted(state, e);
    }
    if (event instanceof ContentDropped e) {
      HeldContents contents = state.contents().dropped(e.contentIds());
      return with(state, state.modseq(), state.boxTree(), state.mids(), contents);
    }
    if (event instanceof BoxImported e) {
      return boxImported(state, e);
    }
    if (event instanceof DeparturesImported e) {
      return departuresImported(state, e);
    }
    if (event instanceof AccountImported e) {
      return accountImported(state, e);
    }
    return accountEvent(state, event);
  }

  private static MailboxState accountEvent(MailboxState state, MailboxEvent event) {
    Account account = state.account();
    if (event instanceof AccountInvited e) {
      return with(state, account.invited(e.codeHash(), e.expiresMs(), e.atMs()));
    }
    if (event instanceof AccountOpened e) {
      return opened(state, e);
    }
    if (event instanceof AccountDisabled e) {
      return with(state, account.with(AccountStatus.DISABLED, e.atMs()));
    }
    if (event instanceof AccountEnabled e) {
      return with(state, account.with(AccountStatus.ACTIVE, e.atMs()));
    }
    if (event instanceof AccountReset e) {
      return with(state, account.reset(e.keyRecord(), e.xzibit()));
    }
    if (event instanceof AccountRemoved e) {
      return removed(state, e);
    }
    if (event instanceof XzibitReplaced e) {
      return with(state, account.withXzibit(e.xzibit()));
    }
    if (event instanceof RecordPut e) {
      return with(state, account.withRecord(e.keyRecord()));
    }
    throw new IllegalStateException("no rule for " + event.getClass());
  }

  private static MailboxState boxImported(MailboxState state, BoxImported event) {
    BoxSnapshot part = event.part();
    Box box =
        state
            .boxTree()
            .get(part.name())
            .orElseGet(() -> Box.of(part.withoutRows()))
            .withRows(part.entries(), part.tombstones());
    return with(
        state,
        state.modseq(),
        state.boxTree().put(part.name(), box),
        state.mids(),
        state.contents());
  }

  private static MailboxState departuresImported(MailboxState state, DeparturesImported event) {
    KnownMids mids = state.mids();
    for (Departure departure : event.departures()) {
      mids = mids.left(departure.mid(), departure.modseq(), departure.atMs());
    }
    return with(state, state.modseq(), state.boxTree(), mids, state.contents());
  }

  /** What can be computed from the rows is computed now, once, and not with every part. */
  private static MailboxState accountImported(MailboxState state, AccountImported event) {
    MailboxSnapshot rows = state.snapshot();
    return MailboxState.of(
        new MailboxSnapshot(
            event.account(),
            Math.max(state.modseq(), event.modseq()),
            Math.max(state.uidValidity(), event.uidValidity()),
            rows.boxes(),
            rows.departures(),
            rows.garbage()));
  }

  private static MailboxState opened(MailboxState state, AccountOpened event) {
    Tree<BoxName, Box> boxes = state.boxTree();
    for (BoxName name : BoxName.ALWAYS) {
      if (!boxes.contains(name)) {
        boxes = boxes.put(name, Box.empty(name, event.uidValidity()));
      }
    }
    return new MailboxState(
        state.account().opened(event.keyRecord(), event.xzibit(), event.atMs()),
        state.modseq(),
        Math.max(state.uidValidity(), event.uidValidity()),
        boxes,
        state.mids(),
        state.contents());
  }

  private static MailboxState removed(MailboxState state, AccountRemoved event) {
    Tree<Long, Long> garbage = state.contents().garbage();
    for (Box box : state.boxTree().values()) {
      for (Entry entry : box.byUid().values()) {
        garbage = garbage.put(entry.contentId(), entry.contentId());
      }
    }
    return new MailboxState(
        state.account().removed(event.atMs()),
        state.modseq(),
        state.uidValidity(),
        Tree.empty(),
        KnownMids.NONE,
        new HeldContents(Tree.empty(), garbage, 0));
  }

  private static MailboxState delivered(MailboxState state, Delivered event) {
    Entry entry =
        new Entry(
            event.uid(),
            event.mid(),
            event.contentId(),
            event.sections(),
            event.flags(),
            event.atMs(),
            event.source(),
            event.modseq());
    Box box = box(state, event.box()).put(entry);
    return with(
        state,
        event.modseq(),
        state.boxTree().put(event.box(), box),
        state.mids().arrived(event.mid()),
        state.contents().arrived(entry));
  }

  private static MailboxState flagsChanged(MailboxState state, FlagsChanged event) {
    Box box = box(state, event.box());
    for (int i = 0; i < event.uids().size(); i++) {
      Optional<Entry> entry = box.entry(event.uids().get(i));
      if (entry.isPresent()) {
        Flags flags = entry.get().flags().with(event.change());
        box = box.put(entry.get().withFlags(flags, event.firstModseq() + i));
      }
    }
    return with(
        state,
        last(event.firstModseq(), event.uids()),
        state.boxTree().put(event.box(), box),
        state.mids(),
        state.contents());
  }

  private static MailboxState copied(MailboxState state, Copied event) {
    Box source = box(state, event.box());
    Box target = box(state, event.target());
    KnownMids mids = state.mids();
    HeldContents contents = state.contents();
    for (int i = 0; i < event.uids().size(); i++) {
      Optional<Entry> entry = source.entry(event.uids().get(i));
      if (entry.isPresent()) {
        target = target.put(entry.get().as(event.firstUid() + i, event.firstModseq() + i));
        mids = mids.arrived(entry.get().mid());
        contents = contents.copied(entry.get());
      }
    }
    return with(
        state,
        last(event.firstModseq(), event.uids()),
        state.boxTree().put(event.target(), target),
        mids,
        contents);
  }

  private static MailboxState moved(MailboxState state, Moved event) {
    Box source = box(state, event.box());
    Box target = box(state, event.target());
    for (int i = 0; i < event.uids().size(); i++) {
      Optional<Entry> entry = source.entry(event.uids().get(i));
      if (entry.isPresent()) {
        long modseq = event.firstModseq() + i;
        target = target.put(entry.get().as(event.firstUid() + i, modseq));
        source = source.remove(entry.get(), modseq, event.atMs());
      }
    }
    return with(
        state,
        last(event.firstModseq(), event.uids()),
        state.boxTree().put(event.target(), target).put(event.box(), source),
        state.mids(),
        state.contents());
  }

  private static MailboxState deleted(MailboxState state, Deleted event) {
    Box box = box(state, event.box());
    KnownMids mids = state.mids();
    HeldContents contents = state.contents();
    for (int i = 0; i < event.uids().size(); i++) {
      Optional<Entry> entry = box.entry(event.uids().get(i));
      if (entry.isPresent()) {
        long modseq = event.firstModseq() + i;
        box = box.remove(entry.get(), modseq, event.atMs());
        mids = mids.left(entry.get().mid(), modseq, event.atMs());
        contents = contents.left(entry.get());
      }
    }
    return with(
        state,
        last(event.firstModseq(), event.uids()),
        state.boxTree().put(event.box(), box),
        mids,
        contents);
  }

  private static Box box(MailboxState state, BoxName name) {
    return state.boxTree().get(name).orElseGet(() -> Box.empty(name, state.uidValidity()));
  }

  private static long last(long firstModseq, List<Long> uids) {
    return firstModseq + uids.size() - 1;
  }

  private static MailboxState with(MailboxState state, Account account) {
    return new MailboxState(
        account,
        state.modseq(),
        state.uidValidity(),
        state.boxTree(),
        state.mids(),
        state.contents());
  }

  private static MailboxState with(
      MailboxState state,
      long modseq,
      Tree<BoxName, Box> boxes,
      KnownMids mids,
      HeldContents contents) {
    return new MailboxState(
        state.account(),
        Math.max(state.modseq(), modseq),
        state.uidValidity(),
        boxes,
        mids,
        contents);
  }
}
