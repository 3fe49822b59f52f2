package cmtp.persistence.archive;

import cmtp.persistence.journal.StoredForms;
import cmtp.persistence.mailbox.AccountStatus;
import cmtp.persistence.mailbox.BoxSnapshot;
import cmtp.persistence.mailbox.Departure;
import cmtp.persistence.mailbox.Entry;
import cmtp.persistence.mailbox.MailboxEvent;
import cmtp.persistence.mailbox.MailboxSnapshot;
import cmtp.persistence.mailbox.MailboxState;
import cmtp.persistence.mailbox.Tombstone;
import cmtp.persistence.store.StoreUnavailable;
import cmtp.protocol.Bytes;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * One account with its mail as one stream, still sealed: the account, its boxes in parts, the mids
 * that it remembers, and then the contents. What is of the mailbox has the forms in which it is
 * imported (FORMATS.md).
 */
public final class AccountArchive {
  static final int FORM = 110;
  static final int CONTENT = 111;
  static final int PIECE = 112;
  static final int COUNTS = 113;

  /**
   * Rows of a part: with the longest names and flags it stays far below what processes exchange.
   */
  private static final int PART_ROWS = 50;

  private AccountArchive() {}

  /**
   * @param messages entries in all boxes
   * @param contents different ones
   */
  public record Summary(long messages, long contents) {}

  /**
   * Writes what a view sees of a mailbox.
   *
   * @param id its persistence id
   * @throws StoreUnavailable if there is no such account, or not all of it can be read
   */
  public static Summary write(
      ArchiveHeader header, String id, StoreView view, OutputStream target, LongConsumer progress)
      throws IOException, SQLException {
    MailboxState state = state(id, view);
    try (ArchiveWriter out = new ArchiveWriter(new BufferedOutputStream(target))) {
      out.record(StoreArchive.HEADER, header.encode());
      long messages = forms(state, header.atMs(), out);
      SortedMap<Long, Entry> contents = contents(state);
      out.deflate(false);
      for (Entry entry : contents.values()) {
        content(entry, view, out);
        progress.accept(out.written());
      }
      out.record(
          COUNTS, ByteBuffer.allocate(16).putLong(messages).putLong(contents.size()).array());
      out.end();
      return new Summary(messages, contents.size());
    }
  }

  private static MailboxState state(String id, StoreView view) throws IOException, SQLException {
    Findings findings = new Findings();
    EntityCheck check = new EntityCheck(id, findings);
    view.entity(
        id,
        row -> {
          if (row.table() == Table.SNAPSHOT) {
            check.snapshot(row);
          } else {
            check.event(row);
          }
        });
    Optional<Object> state = check.state();
    if (findings.errors() > 0) {
      throw new StoreUnavailable(findings.kept().get(0).what());
    }
    return state
        .filter(MailboxState.class::isInstance)
        .map(MailboxState.class::cast)
        .filter(mailbox -> isOpen(mailbox.account().status()))
        .orElseThrow(() -> new StoreUnavailable("there is no such account"));
  }

  static boolean isOpen(AccountStatus status) {
    return status == AccountStatus.ACTIVE || status == AccountStatus.DISABLED;
  }

  private static long forms(MailboxState state, long atMs, ArchiveWriter out) throws IOException {
    MailboxSnapshot all = state.snapshot();
    form(
        out,
        new MailboxEvent.AccountImported(all.account(), all.modseq(), all.uidValidity(), atMs));
    long messages = 0;
    for (BoxSnapshot box : all.boxes()) {
      messages += box.entries().size();
      form(out, new MailboxEvent.BoxImported(box.with(List.of(), List.of()), atMs));
      for (int i = 0; i < box.entries().size(); i += PART_ROWS) {
        List<Entry> some = part(box.entries(), i);
        form(out, new MailboxEvent.BoxImported(box.with(some, List.of()), atMs));
      }
      for (int i = 0; i < box.tombstones().size(); i += PART_ROWS) {
        List<Tombstone> some = part(box.tombstones(), i);
        form(out, new MailboxEvent.BoxImported(box.with(List.of(), some), atMs));
      }
    }
    for (int i = 0; i < all.departures().size(); i += PART_ROWS) {
      List<Departure> some = part(all.departures(), i);
      form(out, new MailboxEvent.DeparturesImported(some, atMs));
    }
    return messages;
  }

  private static <T> List<T> part(List<T> rows, int from) {
    return rows.subList(from, Math.min(rows.size(), from + PART_ROWS));
  }

  private static void form(ArchiveWriter out, MailboxEvent event) throws IOException {
    byte[] manifest = Bytes.utf8(StoredForms.manifest(event)).toArray();
    byte[] form = StoredForms.write(event);
    ByteBuffer payload = ByteBuffer.allocate(1 + manifest.length + form.length);
    out.record(FORM, payload.put((byte) manifest.length).put(manifest).put(form).array());
  }

  private static SortedMap<Long, Entry> contents(MailboxState state) {
    SortedMap<Long, Entry> contents = new TreeMap<>();
    for (BoxSnapshot box : state.snapshot().boxes()) {
      box.entries().forEach(entry -> contents.put(entry.contentId(), entry));
    }
    return contents;
  }

  /** A content is checked before it leaves: elsewhere nobody could repair it. */
  private static void content(Entry entry, StoreView view, ArchiveWriter out)
      throws IOException, SQLException {
    ContentCheck check = new ContentCheck(entry.sections(), entry.mid());
    out.record(CONTENT, ByteBuffer.allocate(8).putLong(entry.contentId()).array());
    view.content(
        entry.contentId(),
        piece -> {
          check.bytes(piece);
          out.record(PIECE, piece.unsafeArray());
        });
    Optional<String> wrong = check.end();
    if (wrong.isPresent()) {
      throw new StoreUnavailable(
          "message " + entry.mid().prefix() + " " + wrong.get() + "; cmtp verify tells more");
    }
  }
}
