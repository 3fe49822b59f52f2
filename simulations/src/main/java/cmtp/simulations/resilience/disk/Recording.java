package cmtp.simulations.resilience.disk;

import cmtp.simulations.resilience.disk.Recorded.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** What one process did to its directory. The bytes themselves stay in the file. */
public final class Recording {
  private static final int HEADER_BYTES = 48;
  private static final int MAGIC = 0x43525331;
  private static final int TEXT_BYTES_MAX = 16 * 1024;

  private final Path file;
  private final List<Recorded> records;

  Recording(Path file, List<Recorded> records) {
    this.file = file;
    this.records = List.copyOf(records);
  }

  /**
   * A last record that is not whole does not count: the process was killed while it was written.
   *
   * @throws IOException also if the process did what can't be recorded
   */
  public static Recording read(Path file) throws IOException {
    List<Recorded> records = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      long at = 0;
      while (readFully(channel, header.clear(), at)) {
        Recorded record = record(channel, header.flip(), at);
        at += HEADER_BYTES + record.length();
        if (at <= channel.size()) {
          records.add(record);
        }
      }
    }
    return new Recording(file, records);
  }

  private static boolean readFully(FileChannel channel, ByteBuffer into, long at)
      throws IOException {
    long next = at;
    while (into.hasRemaining()) {
      int read = channel.read(into, next);
      if (read < 0) {
        return false;
      }
      next += read;
    }
    return true;
  }

  private static Recorded record(FileChannel channel, ByteBuffer header, long at)
      throws IOException {
    if (header.getInt() != MAGIC) {
      throw new IOException("no record at byte " + at);
    }
    Kind kind = Kind.values()[header.getInt() - 1];
    long nanos = header.getLong();
    long owner = header.getLong();
    long offset = header.getLong();
    long length = header.getLong();
    long number = header.getLong();
    long dataAt = at + HEADER_BYTES;
    String text = kind == Kind.WRITTEN ? "" : text(channel, dataAt, length);
    if (kind == Kind.UNKNOWN) {
      throw new IOException("the process changed a file by " + text + ", which is not recorded");
    }
    return new Recorded(number, kind, nanos, owner, offset, length, dataAt, text);
  }

  private static String text(FileChannel channel, long at, long length) throws IOException {
    if (length < 0 || length > TEXT_BYTES_MAX) {
      throw new IOException("a path of " + length + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) length);
    readFully(channel, bytes, at); // what is short is the last record, and dropped
    return new String(bytes.array(), StandardCharsets.UTF_8);
  }

  /** How many things were done. */
  public int size() {
    return records.size();
  }

  /**
   * When a power cut right before this one would have been: everything that the process let anybody
   * know until then rests on what was done before.
   */
  public long nanos(int record) {
    return record < records.size() ? records.get(record).nanos() : Long.MAX_VALUE;
  }

  /**
   * A moment to cut the power at, before some record: any, or one that has to do with any file, so
   * that what is done to a file now and then is met as often as what is done to another all the
   * time.
   */
  public int moment(Random random) {
    List<Long> files =
        records.stream().filter(Recorded::isContent).map(Recorded::file).distinct().toList();
    if (files.isEmpty() || random.nextBoolean()) {
      return random.nextInt(records.size() + 1);
    }
    long file = files.get(random.nextInt(files.size()));
    int[] its =
        IntStream.range(0, records.size())
            .filter(i -> records.get(i).isContent() && records.get(i).file() == file)
            .toArray();
    return its[random.nextInt(its.length)] + 1;
  }

  /** How many syncs of files have returned before this one. */
  public long syncs(int record) {
    return records.stream().limit(record).filter(one -> one.kind() == Kind.SYNCED).count();
  }

  /** How many writes were not synced then: what a power cut puts at risk. */
  public long unsynced(int record) {
    return Survivors.unsynced(before(record)).values().stream().mapToLong(count -> count).sum();
  }

  /**
   * The file that was changed last before that, by the name that it had first; or an empty text.
   */
  public String changedLast(int record) {
    List<Recorded> done = before(record);
    for (int i = done.size() - 1; i >= 0; i--) {
      if (done.get(i).isContent()) {
        return name(done.get(i).file());
      }
    }
    return "";
  }

  private String name(long file) {
    return records.stream()
        .filter(one -> one.kind() == Kind.CREATED || one.kind() == Kind.FOUND)
        .filter(one -> one.file() == file)
        .map(Recorded::text)
        .findFirst()
        .orElse("");
  }

  List<Recorded> before(int record) {
    return records.subList(0, Math.min(record, records.size()));
  }

  FileChannel open() throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ);
  }

  /** The bytes of a write, from one of its bytes up to another. */
  static ByteBuffer bytes(FileChannel open, Recorded write, Piece piece) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) (piece.to() - piece.from()));
    if (!readFully(open, bytes, write.dataAt() + piece.from())) {
      throw new EOFException("the recording became shorter");
    }
    return bytes.flip();
  }

  /**
   * A part of a write.
   *
   * @param from its first byte, counted from the write's beginning
   * @param to the first one that is no part of it any more
   */
  record Piece(long from, long to) {}
}
