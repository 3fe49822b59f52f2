package cmtp.persistence.archive;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Judges whether a store is whole, from its rows as they come: every record is readable, every
 * entity's numbers have no gap and lead to its snapshots, and every message that a mailbox or a
 * queue refers to is there with the bytes that its mid was made of. Memory for one entity at a
 * time; references go to a scratch database.
 */
public final class Verification implements AutoCloseable {
  private static final int CHUNK_BITS = 14;

  private final Findings findings = new Findings();
  private final ContentIndex index;
  private EntityCheck entity;
  private boolean entitiesEnded;
  private long contentId = -1;
  private long chunkNo;
  private long contentSize;
  private ContentCheck check;
  private ContentIndex.Reference reference;
  private long nextContentId;
  private long highestContentId = -1;
  private long entities;
  private long events;
  private long snapshots;
  private long contents;
  private long contentBytes;

  private Verification() throws SQLException {
    index = new ContentIndex();
  }

  /** Verifies a store, which a node may have open. */
  public static Report of(StoreView view, LongConsumer contentBytes)
      throws IOException, SQLException {
    try (Verification verification = new Verification()) {
      for (String problem : view.engineProblems()) {
        verification.findings.error("the database file: " + problem);
      }
      try {
        view.copyTo(
            row -> {
              verification.row(row);
              contentBytes.accept(verification.contentBytes);
            });
      } catch (SQLException unreadable) {
        verification.findings.error("the rest can't be read: " + unreadable.getMessage());
        return verification.soFar();
      }
      return verification.report();
    }
  }

  /**
   * Verifies an archive.
   *
   * @throws DamagedArchive if it is not as it was written, so that nothing else can be said of it
   */
  public static Report of(InputStream archive, LongConsumer progress)
      throws IOException, SQLException {
    try (Verification verification = new Verification()) {
      StoreArchive.read(archive, verification.new Reading(), progress);
      return verification.report();
    }
  }

  private final class Reading implements StoreArchive.Reading {
    @Override
    public void header(ArchiveHeader header) {
      // Nothing in it can be wrong.
    }

    @Override
    public void file(KeptFile file) {
      // Keys are the node's to judge.
    }

    @Override
    public void row(Row row) throws IOException, SQLException {
      Verification.this.row(row);
    }
  }

  private void row(Row row) throws IOException, SQLException {
    switch (row.table()) {
      case SNAPSHOT:
        snapshots++;
        entity(row.text(0)).snapshot(row);
        break;
      case EVENT:
        events++;
        entity(row.text(0)).event(row);
        break;
      case CHUNK:
        chunk(row);
        break;
      case UPLOAD:
        endContents();
        index.spare(row.number(0));
        break;
      case SEQUENCE:
        nextContentId = row.number(1);
        break;
      default:
        break; // tags and traces stand for themselves
    }
  }

  private EntityCheck entity(String id) throws IOException, SQLException {
    if (entitiesEnded) {
      throw new DamagedArchive("an entity's record comes behind the contents");
    }
    if (entity != null && !entity.id().equals(id)) {
      if (StoreView.order(entity.id(), id) >= 0) {
        throw new DamagedArchive("the entities are not in order");
      }
      endEntity();
    }
    if (entity == null) {
      entities++;
      entity = new EntityCheck(id, findings);
    }
    return entity;
  }

  private void endEntity() throws SQLException {
    if (entity != null) {
      index.owner(entity.id());
      entity.end(index);
      entity = null;
    }
  }

  private void endEntities() throws SQLException {
    if (!entitiesEnded) {
      endEntity();
      entitiesEnded = true;
      index.beginReading();
    }
  }

  private void chunk(Row row) throws IOException, SQLException {
    endEntities();
    long id = row.number(0) >> CHUNK_BITS;
    if (id < contentId) {
      throw new DamagedArchive("the contents are not in order");
    }
    if (id != contentId) {
      endContent();
      begin(id);
    }
    long expected = (id << CHUNK_BITS) + chunkNo;
    if (row.number(0) != expected) {
      complain("has no chunk " + chunkNo);
      chunkNo = row.number(0) - (id << CHUNK_BITS);
    }
    chunkNo++;
    contentSize += row.bytes(1).length();
    contentBytes += row.bytes(1).length();
    if (check != null) {
      check.bytes(row.bytes(1));
    }
  }

  private void begin(long id) throws SQLException {
    contents++;
    contentId = id;
    chunkNo = 0;
    contentSize = 0;
    missingBefore(id);
    Optional<ContentIndex.Reference> found = index.peek().filter(ref -> ref.contentId() == id);
    reference = found.orElse(null);
    check = found.map(ref -> new ContentCheck(ref.sections(), ref.mid())).orElse(null);
    if (found.isPresent()) {
      index.skip();
      conflicting(found.get());
    }
    highestContentId = Math.max(highestContentId, id);
  }

  /** Further references must be the same owner's, as to the same message. */
  private void conflicting(ContentIndex.Reference first) throws SQLException {
    Optional<ContentIndex.Reference> other = index.peek();
    while (other.isPresent() && other.get().contentId() == first.contentId()) {
      findings.error(
          String.format(
              "content %d is referred to as two messages, by %s and %s",
              first.contentId(), first.owner(), other.get().owner()));
      index.skip();
      other = index.peek();
    }
  }

  private void missingBefore(long id) throws SQLException {
    Optional<ContentIndex.Reference> gone = index.peek();
    while (gone.isPresent() && gone.get().contentId() < id) {
      findings.error(describe(gone.get()) + " is missing");
      highestContentId = Math.max(highestContentId, gone.get().contentId());
      index.skip();
      gone = index.peek();
    }
  }

  private static String describe(ContentIndex.Reference ref) {
    return String.format(
        "%s: content %d of message %s", ref.owner(), ref.contentId(), ref.mid().prefix());
  }

  /** An error if somebody needs this content; orphans and uploads may be in pieces. */
  private void complain(String what) {
    if (reference != null) {
      findings.error(describe(reference) + " " + what);
      check = null; // what else is wrong follows from this
    }
  }

  private void endContent() throws SQLException {
    if (contentId < 0) {
      return;
    }
    if (check != null) {
      check.end().ifPresent(this::complain);
    } else if (reference == null) {
      index.orphan(contentId, contentSize);
    }
    check = null;
    reference = null;
  }

  private void endContents() throws SQLException {
    endEntities();
    endContent();
    contentId = -1;
  }

  private Report report() throws SQLException {
    endContents();
    missingBefore(Long.MAX_VALUE);
    if (nextContentId <= highestContentId) {
      findings.error(
          String.format(
              "content ids from %d on would be given out again, though %d was",
              nextContentId, highestContentId));
    }
    long[] orphans = index.orphans();
    if (orphans[0] > 0) {
      findings.warn(
          String.format(
              "%d contents (%d bytes) belong to nobody, the first of them is %d",
              orphans[0], orphans[1], orphans[2]));
    }
    return soFar();
  }

  private Report soFar() {
    return new Report(
        entities,
        events,
        snapshots,
        contents,
        contentBytes,
        findings.errors(),
        findings.warnings(),
        findings.kept());
  }

  @Override
  public void close() throws SQLException {
    index.close();
  }
}
