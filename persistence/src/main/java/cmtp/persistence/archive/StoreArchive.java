package cmtp.persistence.archive;

import cmtp.protocol.Bytes;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A whole store as one stream: the header, the files, the rows in the order of {@link RowSink}, and
 * how many of each there are. Holds the server's private key where it is kept in a file.
 */
public final class StoreArchive {
  static final int HEADER = 100;
  static final int FILE = 101;
  static final int COUNTS = 102;
  private static final int FILES_MAX = 16;
  private static final int BUFFER_BYTES = 256 * 1024;

  private StoreArchive() {}

  /**
   * Writes what a view sees.
   *
   * @param progress hears how many bytes are written
   */
  public static ArchiveSummary write(
      ArchiveHeader header,
      List<KeptFile> files,
      StoreView view,
      OutputStream target,
      LongConsumer progress)
      throws IOException, SQLException {
    EnumMap<Table, Long> counts = new EnumMap<>(Table.class);
    OutputStream buffered = new BufferedOutputStream(target, BUFFER_BYTES);
    try (ArchiveWriter out = new ArchiveWriter(buffered)) {
      out.record(HEADER, header.encode());
      for (KeptFile file : files) {
        out.record(FILE, encode(file));
      }
      view.copyTo(
          row -> {
            out.deflate(row.table() != Table.CHUNK);
            out.record(row.table().number(), RowCodec.write(row));
            counts.merge(row.table(), 1L, Long::sum);
            progress.accept(out.written());
          });
      out.deflate(true);
      out.record(COUNTS, encode(counts));
      out.end();
    }
    return ArchiveSummary.of(files.stream().map(KeptFile::name).toList(), counts);
  }

  private static byte[] encode(KeptFile file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      ArchiveHeader.text(out, file.name());
      out.writeInt(file.content().length());
      out.write(file.content().unsafeArray());
    }
    return bytes.toByteArray();
  }

  private static byte[] encode(EnumMap<Table, Long> counts) {
    ByteBuffer bytes = ByteBuffer.allocate(Table.values().length * 9);
    for (Table table : Table.values()) {
      bytes.put((byte) table.number()).putLong(counts.getOrDefault(table, 0L));
    }
    return bytes.array();
  }

  /** What is in an archive, in its order; rows may have been told of before damage is found. */
  interface Reading extends RowSink {
    void header(ArchiveHeader header) throws IOException, SQLException;

    void file(KeptFile file) throws IOException, SQLException;
  }

  /** The header alone: says nothing about whether the rest is whole. */
  public static ArchiveHeader header(InputStream source) throws IOException {
    try (ArchiveReader in = new ArchiveReader(source)) {
      return header(in);
    }
  }

  static ArchiveHeader header(ArchiveReader in) throws IOException {
    if (!in.next() || in.type() != HEADER) {
      throw new DamagedArchive("the archive has no header");
    }
    return ArchiveHeader.decode(in.payload());
  }

  /**
   * Reads an archive to its end.
   *
   * @throws DamagedArchive if it is not whole; then nothing that was told may be kept
   */
  static ArchiveSummary read(InputStream source, Reading reading, LongConsumer progress)
      throws IOException, SQLException {
    InputStream buffered = new BufferedInputStream(source, BUFFER_BYTES);
    try (ArchiveReader in = new ArchiveReader(buffered)) {
      ArchiveHeader header = header(in);
      if (header.kind() != ArchiveHeader.Kind.STORE) {
        throw new DamagedArchive(
            "this archive holds an account, not a store: cmtp account import reads it");
      }
      reading.header(header);
      return records(in, reading, progress);
    } catch (EOFException shorter) {
      throw new DamagedArchive("a record ends too early", shorter);
    }
  }

  private static ArchiveSummary records(ArchiveReader in, Reading reading, LongConsumer progress)
      throws IOException, SQLException {
    EnumMap<Table, Long> counts = new EnumMap<>(Table.class);
    List<String> files = new ArrayList<>();
    boolean counted = false;
    while (in.next()) {
      if (counted) {
        throw new DamagedArchive("something follows the counts");
      }
      progress.accept(in.read());
      if (in.type() == FILE && files.size() < FILES_MAX) {
        KeptFile file = file(in.payload());
        files.add(file.name());
        reading.file(file);
      } else if (in.type() == COUNTS) {
        counted = true;
        if (!Bytes.wrap(encode(counts)).equals(Bytes.wrap(in.payload()))) {
          throw new DamagedArchive("the archive does not have as many rows as it says");
        }
      } else {
        row(in, counts, reading);
      }
    }
    if (!counted) {
      throw new DamagedArchive("the archive has no counts");
    }
    return ArchiveSummary.of(files, counts);
  }

  private static void row(ArchiveReader in, EnumMap<Table, Long> counts, RowSink sink)
      throws IOException, SQLException {
    Table table =
        Table.of(in.type())
            .orElseThrow(() -> new DamagedArchive("a record of unknown type " + in.type()));
    counts.merge(table, 1L, Long::sum);
    sink.row(RowCodec.read(table, in.payload()));
  }

  private static KeptFile file(byte[] payload) throws IOException {
    DataInputStream in = ArchiveReader.fields(payload);
    String name = RowCodec.text(RowCodec.counted(in));
    try {
      return new KeptFile(name, Bytes.wrap(RowCodec.counted(in)));
    } catch (IllegalArgumentException refused) {
      throw new DamagedArchive(refused.getMessage(), refused);
    }
  }
}
