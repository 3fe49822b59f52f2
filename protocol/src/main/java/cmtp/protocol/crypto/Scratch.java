package cmtp.protocol.crypto;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/**
 * Memory outside the heap through which large data reaches the library with one copy in and one
 * out: one input and one output area of a channel chunk each, about 128 KiB, per thread and not per
 * connection. Whoever gets it is done with it before it calls anything else.
 */
final class Scratch {
  /** Room for a chunk's plaintext and for its ciphertext. */
  static final int AREA_BYTES = 64 * 1024 + 64;

  private static final ThreadLocal<Scratch> MINE = ThreadLocal.withInitial(Scratch::new);

  private final ByteBuffer memory = ByteBuffer.allocateDirect(2 * AREA_BYTES);
  private final Pointer input = Native.getDirectBufferPointer(memory);
  private final Pointer output = input.share(AREA_BYTES);

  private Scratch() {}

  static Scratch mine() {
    return MINE.get();
  }

  Pointer input() {
    return input;
  }

  Pointer output() {
    return output;
  }

  void put(byte[] source, int offset, int length) {
    memory.put(0, source, offset, Math.min(length, AREA_BYTES));
  }

  void take(byte[] target, int offset, int length) {
    memory.get(AREA_BYTES, target, offset, length);
  }
}
