package cmtp.persistence.archive;

import cmtp.protocol.crypto.Hash;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;

/**
 * Writes records into blocks, each with a checksum, and behind them the digest of everything. A
 * block is deflated where that makes it smaller: events are, sealed contents are not.
 */
final class ArchiveWriter implements AutoCloseable {
  static final byte[] MAGIC = "CMTPARC\1".getBytes(StandardCharsets.ISO_8859_1);
  static final int PLAIN = 1;
  static final int DEFLATED = 2;
  static final int END = 3;
  static final int BLOCK_BYTES_MAX = 512 * 1024;
  static final int BLOCK_HEAD_BYTES = 9;

  private final OutputStream out;
  private final Hash.Digest digest = new Hash.Digest();
  private final byte[] block = new byte[BLOCK_BYTES_MAX];
  private final byte[] deflated = new byte[BLOCK_BYTES_MAX];
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private int length;
  private boolean deflating = true;
  private long written;

  ArchiveWriter(OutputStream out) throws IOException {
    this.out = out;
    write(MAGIC, MAGIC.length);
  }

  /** Whether what follows may become smaller; costs a try for each block. */
  void deflate(boolean worthwhile) throws IOException {
    if (deflating != worthwhile) {
      flushBlock();
      deflating = worthwhile;
    }
  }

  void record(int type, byte[] payload) throws IOException {
    append(ByteBuffer.allocate(5).put((byte) type).putInt(payload.length).array());
    append(payload);
  }

  private void append(byte[] bytes) throws IOException {
    int done = 0;
    while (done < bytes.length) {
      int piece = Math.min(bytes.length - done, block.length - length);
      System.arraycopy(bytes, done, block, length, piece);
      length += piece;
      done += piece;
      if (length == block.length) {
        flushBlock();
      }
    }
  }

  private void flushBlock() throws IOException {
    if (length == 0) {
      return;
    }
    int small = deflating ? deflated() : 0;
    if (small > 0) {
      block(DEFLATED, length, deflated, small);
    } else {
      block(PLAIN, length, block, length);
    }
    length = 0;
  }

  /** Bytes of the block deflated; 0 if that is not less. */
  private int deflated() {
    deflater.reset();
    deflater.setInput(block, 0, length);
    deflater.finish();
    int small = deflater.deflate(deflated, 0, length - 1);
    return deflater.finished() ? small : 0;
  }

  private void block(int kind, int rawLength, byte[] stored, int storedLength) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(BLOCK_HEAD_BYTES);
    head.put((byte) kind).putInt(rawLength).putInt(storedLength);
    CRC32C sum = new CRC32C();
    sum.update(head.array());
    sum.update(stored, 0, storedLength);
    write(head.array(), BLOCK_HEAD_BYTES);
    write(stored, storedLength);
    write(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array(), 4);
  }

  private void write(byte[] bytes, int count) throws IOException {
    digest.update(bytes, 0, count);
    out.write(bytes, 0, count);
    written += count;
  }

  long written() {
    return written;
  }

  /** Ends the archive; nothing may follow. */
  void end() throws IOException {
    flushBlock();
    byte[] all = digest.finish().unsafeArray();
    ByteBuffer head = ByteBuffer.allocate(BLOCK_HEAD_BYTES);
    head.put((byte) END).putInt(0).putInt(all.length);
    CRC32C sum = new CRC32C();
    sum.update(head.array());
    sum.update(all);
    out.write(head.array());
    out.write(all);
    out.write(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    out.flush();
    written += BLOCK_HEAD_BYTES + all.length + 4;
    Arrays.fill(block, (byte) 0); // it may have held the server's key
  }

  @Override
  public void close() {
    deflater.end();
  }
}
