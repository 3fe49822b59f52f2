package cmtp.persistence.content;

import java.util.Objects;

/** The chunk table's key: content id and chunk number in one, so that a stream's chunks touch. */
final class ContentKeys {
  private static final int CHUNK_BITS = 14;
  private static final long ID_MAX = Long.MAX_VALUE >> CHUNK_BITS;

  private ContentKeys() {}

  static long first(long contentId) {
    return Objects.checkIndex(contentId, ID_MAX) << CHUNK_BITS;
  }

  static long last(long contentId) {
    return first(contentId) | (ContentStore.CHUNKS_MAX - 1);
  }

  static long of(long contentId, int chunkNo) {
    return first(contentId) | Objects.checkIndex(chunkNo, ContentStore.CHUNKS_MAX);
  }
}
