package cmtp.persistence.archive;

import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.Hash;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads an archive's records. A block is looked at only when its checksum is right, and the archive
 * is whole only when {@link #next} has returned false: then its digest was right too, and nothing
 * follows it.
 */
final class ArchiveReader implements AutoCloseable {
  private static final int RECORD_BYTES_MAX = 513 * 1024 * 1024;

  private final InputStream in;
  private final Hash.Digest digest = new Hash.Digest();
  private final byte[] block = new byte[ArchiveWriter.BLOCK_BYTES_MAX];
  private final Inflater inflater = new Inflater(true);
  private int at;
  private int length;
  private boolean ended;
  private long read;
  private int type;
  private byte[] payload = new byte[0];

  ArchiveReader(InputStream in) throws IOException {
    this.in = in;
    byte[] magic = in.readNBytes(ArchiveWriter.MAGIC.length);
    int version = ArchiveWriter.MAGIC.length - 1;
    if (magic.length < ArchiveWriter.MAGIC.length
        || !Arrays.equals(magic, 0, version, ArchiveWriter.MAGIC, 0, version)) {
      throw new DamagedArchive("this is no archive");
    }
    if (magic[version] != ArchiveWriter.MAGIC[version]) {
      throw new DamagedArchive(
          "the archive has format " + magic[version] + ", which this program does not know");
    }
    digest.update(magic, 0, magic.length);
    read = magic.length;
  }

  /** Fields of a payload; running out of them is damage like any other. */
  static DataInputStream fields(byte[] payload) {
    return new DataInputStream(new ByteArrayInputStream(payload));
  }

  /**
   * Goes to the next record; false at the end of a whole archive.
   *
   * @throws DamagedArchive if the archive is not as it was written
   */
  boolean next() throws IOException {
    if (at == length && !nextBlock()) {
      return false;
    }
    ByteBuffer head = ByteBuffer.wrap(raw(5));
    type = head.get();
    int bytes = head.getInt();
    if (bytes < 0 || bytes > RECORD_BYTES_MAX) {
      throw new DamagedArchive("a record of " + bytes + " bytes");
    }
    payload = raw(bytes);
    return true;
  }

  int type() {
    return type;
  }

  byte[] payload() {
    return payload;
  }

  /** Bytes of the file so far. */
  long read() {
    return read;
  }

  /** Grows with what is really there, whatever length was claimed. */
  private byte[] raw(int count) throws IOException {
    byte[] bytes = new byte[Math.min(count, ArchiveWriter.BLOCK_BYTES_MAX)];
    int done = 0;
    while (done < count) {
      if (at == length && !nextBlock()) {
        throw new DamagedArchive("the archive ends within a record");
      }
      int piece = Math.min(count - done, length - at);
      if (bytes.length < done + piece) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(count, 2L * (done + piece)));
      }
      System.arraycopy(block, at, bytes, done, piece);
      at += piece;
      done += piece;
    }
    return bytes.length == count ? bytes : Arrays.copyOf(bytes, count);
  }

  private boolean nextBlock() throws IOException {
    if (ended) {
      return false;
    }
    byte[] head = exactly(ArchiveWriter.BLOCK_HEAD_BYTES);
    ByteBuffer fields = ByteBuffer.wrap(head);
    int kind = fields.get();
    int rawLength = fields.getInt();
    int storedLength = fields.getInt();
    mustBeSane(kind, rawLength, storedLength);
    byte[] stored = exactly(storedLength);
    byte[] sum = exactly(4);
    CRC32C expected = new CRC32C();
    expected.update(head);
    expected.update(stored);
    if (ByteBuffer.wrap(sum).getInt() != (int) expected.getValue()) {
      throw damaged("a checksum is wrong");
    }
    if (kind == ArchiveWriter.END) {
      end(stored);
      return false;
    }
    for (byte[] part : new byte[][] {head, stored, sum}) {
      digest.update(part, 0, part.length);
    }
    unpack(kind, rawLength, stored);
    return true;
  }

  private void mustBeSane(int kind, int rawLength, int storedLength) throws IOException {
    boolean end = kind == ArchiveWriter.END && rawLength == 0 && storedLength == Hash.BYTES;
    boolean data =
        (kind == ArchiveWriter.PLAIN && rawLength == storedLength
                || kind == ArchiveWriter.DEFLATED && storedLength < rawLength)
            && storedLength > 0
            && rawLength <= ArchiveWriter.BLOCK_BYTES_MAX;
    if (!end && !data) {
      throw damaged("a block's head makes no sense");
    }
  }

  private void unpack(int kind, int rawLength, byte[] stored) throws IOException {
    at = 0;
    length = rawLength;
    if (kind == ArchiveWriter.PLAIN) {
      System.arraycopy(stored, 0, block, 0, rawLength);
      return;
    }
    try {
      inflater.reset();
      inflater.setInput(stored);
      int got = inflater.inflate(block, 0, rawLength);
      if (got != rawLength || !inflater.finished() && inflater.inflate(new byte[1]) != 0) {
        throw damaged("a block does not have its length");
      }
    } catch (DataFormatException malformed) {
      throw new DamagedArchive("a block can't be unpacked", malformed);
    }
  }

  private void end(byte[] expected) throws IOException {
    ended = true;
    if (!digest.finish().equals(Bytes.wrap(expected))) {
      throw damaged("the digest is wrong");
    }
    if (in.read() >= 0) {
      throw damaged("something follows the end");
    }
  }

  private byte[] exactly(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    read += bytes.length;
    if (bytes.length < count) {
      throw new DamagedArchive(
          "the archive is cut short at byte " + read, new EOFException("at " + read));
    }
    return bytes;
  }

  private DamagedArchive damaged(String what) {
    return new DamagedArchive("the archive is damaged before byte " + read + ": " + what);
  }

  @Override
  public void close() {
    inflater.end();
  }
}
