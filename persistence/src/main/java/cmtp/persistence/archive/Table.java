package cmtp.persistence.archive;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The tables an archive holds, with the columns that every engine has. A table's number and its
 * columns are those of FORMATS.md and never change; what needs more gets a further table or a
 * further version of the format.
 */
enum Table {
  SNAPSHOT(
      1,
      "snapshot",
      "persistence_id, sequence_number",
      Column.text("persistence_id"),
      Column.number("sequence_number"),
      Column.number("created"),
      Column.number("snapshot_ser_id"),
      Column.text("snapshot_ser_manifest"),
      Column.bytes("snapshot_payload"),
      Column.number("meta_ser_id"),
      Column.text("meta_ser_manifest"),
      Column.bytes("meta_payload")),
  EVENT(
      2,
      "event_journal",
      "persistence_id, sequence_number",
      Column.text("persistence_id"),
      Column.number("sequence_number"),
      Column.number("ordering"),
      Column.flag("deleted"),
      Column.text("writer"),
      Column.number("write_timestamp"),
      Column.text("adapter_manifest"),
      Column.bytes("event_payload"),
      Column.number("event_ser_id"),
      Column.text("event_ser_manifest"),
      Column.bytes("meta_payload"),
      Column.number("meta_ser_id"),
      Column.text("meta_ser_manifest")),
  TAG(3, "event_tag", "event_id, tag", Column.number("event_id"), Column.text("tag")),
  CHUNK(4, "content_chunk", "key", Column.number("key"), Column.bytes("data")),
  UPLOAD(
      5,
      "content_upload",
      "content_id",
      Column.number("content_id"),
      Column.text("owner"),
      Column.number("started_ms"),
      Column.text("run")),
  SEQUENCE(6, "content_sequence", "one", Column.number("one"), Column.number("next_id")),
  TRACE(
      7,
      "trace",
      "seq",
      Column.number("seq"),
      Column.bytes("mid"),
      Column.number("at_ms"),
      Column.number("kind"),
      Column.text("place"),
      Column.text("detail"),
      Column.bytes("proof")),
  /** Where a cluster keeps its server's key; other stores have no such table. */
  SERVER_KEY(8, "server_key", "slot", Column.text("slot"), Column.bytes("sealed"));

  /** What a column holds; any may be null. */
  enum Kind {
    NUMBER,
    FLAG,
    TEXT,
    BYTES
  }

  /** A column by its name in the database. */
  record Column(String name, Kind kind) {
    static Column number(String name) {
      return new Column(name, Kind.NUMBER);
    }

    static Column flag(String name) {
      return new Column(name, Kind.FLAG);
    }

    static Column text(String name) {
      return new Column(name, Kind.TEXT);
    }

    static Column bytes(String name) {
      return new Column(name, Kind.BYTES);
    }
  }

  private final int number;
  private final String inDatabase;
  private final String order;
  private final List<Column> columns;

  Table(int number, String inDatabase, String order, Column... columns) {
    this.number = number;
    this.inDatabase = inDatabase;
    this.order = order;
    this.columns = List.of(columns);
  }

  int number() {
    return number;
  }

  String inDatabase() {
    return inDatabase;
  }

  List<Column> columns() {
    return columns;
  }

  String select() {
    return "SELECT " + names() + " FROM " + inDatabase + " ORDER BY " + order;
  }

  /** One entity's rows, of a table that has a persistence id. */
  String selectOne() {
    return "SELECT "
        + names()
        + " FROM "
        + inDatabase
        + " WHERE persistence_id = ? ORDER BY "
        + order;
  }

  /**
   * @param overriding what goes before the values, for numbers that the database gives by itself
   */
  String insert(String overriding) {
    String marks = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
    return "INSERT INTO "
        + inDatabase
        + " ("
        + names()
        + ") "
        + overriding
        + "VALUES ("
        + marks
        + ")";
  }

  private String names() {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }

  static Optional<Table> of(int number) {
    return Arrays.stream(values()).filter(table -> table.number == number).findFirst();
  }
}
