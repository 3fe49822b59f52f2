package cmtp.persistence.archive;

import cmtp.protocol.Bytes;

/** A small file that belongs to a store, by its name in the data directory. */
public record KeptFile(String name, Bytes content) {
  static final int CONTENT_BYTES_MAX = 64 * 1024;

  /**
   * @throws IllegalArgumentException if the name could lead out of a directory, or it is too large
   */
  public KeptFile {
    if (!name.matches("[a-z][a-z0-9.-]{0,63}") || content.length() > CONTENT_BYTES_MAX) {
      throw new IllegalArgumentException("no file to be kept: " + name);
    }
  }

  /** The name only: the content may be a key. */
  @Override
  public String toString() {
    return "KeptFile(" + name + ")";
  }
}
