package cmtp.persistence.archive;

import cmtp.persistence.mailbox.Entry;
import cmtp.persistence.mailbox.Sections;
import cmtp.persistence.queue.QueuedMail;
import cmtp.persistence.store.ScratchDatabase;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which contents are referred to, by whom and as what, in a scratch database on the disk: a store
 * may hold more messages than memory does. Contents are told in ascending order, and compared with
 * the references on the way.
 */
final class ContentIndex implements EntityFold.Needs, AutoCloseable {

  /** A content that somebody refers to. */
  record Reference(long contentId, String owner, MessageId mid, Sections sections) {}

  private final Connection database;
  private final PreparedStatement refer;
  private final PreparedStatement spare;
  private final PreparedStatement orphan;
  private String owner = "";
  private ResultSet references;
  private Reference next;

  ContentIndex() throws SQLException {
    database = ScratchDatabase.open();
    try (Statement statement = database.createStatement()) {
      statement.execute(
          "CREATE TABLE reference (content_id INTEGER, owner TEXT, mid BLOB, sections TEXT)");
      statement.execute("CREATE TABLE spare (content_id INTEGER PRIMARY KEY)");
      statement.execute("CREATE TABLE orphan (content_id INTEGER PRIMARY KEY, bytes INTEGER)");
    }
    database.setAutoCommit(false);
    refer = database.prepareStatement("INSERT INTO reference VALUES (?, ?, ?, ?)");
    spare = database.prepareStatement("INSERT OR IGNORE INTO spare VALUES (?)");
    orphan = database.prepareStatement("INSERT INTO orphan VALUES (?, ?)");
  }

  /** Whose state is told next. */
  void owner(String persistenceId) {
    owner = persistenceId;
  }

  @Override
  public void content(QueuedMail mail) throws SQLException {
    refer(mail.contentId(), mail.mid(), mail.sections());
  }

  @Override
  public void content(Entry entry) throws SQLException {
    refer(entry.contentId(), entry.mid(), entry.sections());
  }

  private void refer(long contentId, MessageId mid, Sections sections) throws SQLException {
    refer.setLong(1, contentId);
    refer.setString(2, owner);
    refer.setBytes(3, mid.value().unsafeArray());
    refer.setString(4, text(sections));
    refer.executeUpdate();
  }

  @Override
  public void garbage(List<Long> contentIds) throws SQLException {
    for (long id : contentIds) {
      spare(id);
    }
  }

  /** A content that nobody has to refer to: garbage, or an upload under way. */
  void spare(long contentId) throws SQLException {
    spare.setLong(1, contentId);
    spare.executeUpdate();
  }

  void orphan(long contentId, long bytes) throws SQLException {
    orphan.setLong(1, contentId);
    orphan.setLong(2, bytes);
    orphan.executeUpdate();
  }

  private static String text(Sections sections) {
    return sections.headerBytes()
        + " "
        + sections.logBytes()
        + " "
        + sections.bodyBytes()
        + sections.attachmentBytes().stream().map(n -> " " + n).collect(Collectors.joining());
  }

  private static Sections sections(String text) {
    List<Long> numbers = Arrays.stream(text.split(" ")).map(Long::valueOf).toList();
    return new Sections(
        numbers.get(0).intValue(),
        numbers.get(1).intValue(),
        numbers.get(2),
        numbers.subList(3, numbers.size()));
  }

  /** From now on references are read, by content; none may be added. */
  void beginReading() throws SQLException {
    database.commit();
    references =
        database
            .createStatement()
            .executeQuery(
                "SELECT DISTINCT content_id, owner, mid, sections FROM reference"
                    + " ORDER BY content_id, owner, sections");
    next = read();
  }

  /** The next reference, without going behind it. */
  Optional<Reference> peek() {
    return Optional.ofNullable(next);
  }

  void skip() throws SQLException {
    next = read();
  }

  private Reference read() throws SQLException {
    if (!references.next()) {
      return null;
    }
    return new Reference(
        references.getLong(1),
        references.getString(2),
        new MessageId(Bytes.wrap(references.getBytes(3))),
        sections(references.getString(4)));
  }

  /** How many contents, and bytes, nobody refers to or answers for. */
  long[] orphans() throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*), coalesce(sum(bytes), 0), coalesce(min(content_id), 0)"
                    + " FROM orphan WHERE content_id NOT IN (SELECT content_id FROM spare)")) {
      row.next();
      return new long[] {row.getLong(1), row.getLong(2), row.getLong(3)};
    }
  }

  @Override
  public void close() throws SQLException {
    database.close();
  }
}
