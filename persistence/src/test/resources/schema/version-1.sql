-- A database of version 1 with something in each table, never to be changed.
PRAGMA journal_mode = WAL;
CREATE TABLE schema_version (version INTEGER PRIMARY KEY, applied_ms INTEGER NOT NULL);
CREATE TABLE event_journal (
  ordering INTEGER PRIMARY KEY AUTOINCREMENT,
  deleted BOOLEAN NOT NULL DEFAULT 0,
  persistence_id TEXT NOT NULL,
  sequence_number INTEGER NOT NULL,
  writer TEXT NOT NULL,
  write_timestamp INTEGER NOT NULL,
  adapter_manifest TEXT NOT NULL,
  event_payload BLOB NOT NULL,
  event_ser_id INTEGER NOT NULL,
  event_ser_manifest TEXT NOT NULL,
  meta_payload BLOB,
  meta_ser_id INTEGER,
  meta_ser_manifest TEXT);
CREATE UNIQUE INDEX event_journal_pk
  ON event_journal (persistence_id, sequence_number);
CREATE TABLE event_tag (
  event_id INTEGER NOT NULL REFERENCES event_journal (ordering) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  PRIMARY KEY (event_id, tag)) WITHOUT ROWID;
CREATE TABLE snapshot (
  persistence_id TEXT NOT NULL,
  sequence_number INTEGER NOT NULL,
  created INTEGER NOT NULL,
  snapshot_ser_id INTEGER NOT NULL,
  snapshot_ser_manifest TEXT NOT NULL,
  snapshot_payload BLOB NOT NULL,
  meta_ser_id INTEGER,
  meta_ser_manifest TEXT,
  meta_payload BLOB,
  PRIMARY KEY (persistence_id, sequence_number));
CREATE TABLE content_chunk (key INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE content_upload (
  content_id INTEGER PRIMARY KEY,
  owner TEXT NOT NULL,
  started_ms INTEGER NOT NULL);
CREATE TABLE content_sequence (one INTEGER PRIMARY KEY, next_id INTEGER NOT NULL);
INSERT INTO content_sequence VALUES (1, 1);
INSERT INTO schema_version VALUES (1, 1750000000000);
INSERT INTO event_journal VALUES (1, 0, 'Mailbox|ann@example.org', 1, 'w', 1750000000000, '',
  X'fbb883a1f732', 24240, 'MN1', NULL, NULL, NULL);
INSERT INTO event_tag VALUES (1, 'tag');
INSERT INTO snapshot VALUES ('Mailbox|ann@example.org', 1, 1750000000000, 24240, 'DS1', X'0000',
  NULL, NULL, NULL);
INSERT INTO content_chunk VALUES (16384, X'616263');
INSERT INTO content_upload VALUES (1, 'Mailbox|ann@example.org', 1750000000000);
UPDATE content_sequence SET next_id = 65537;
