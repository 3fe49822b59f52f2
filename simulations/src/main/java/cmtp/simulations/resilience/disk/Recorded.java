package cmtp.simulations.resilience.disk;

/**
 * One thing that a process did to its directory, as {@code recorder.c} has written it down.
 *
 * @param number counted from 0
 * @param nanos when it was done, by the machine's monotonic clock
 * @param file which file, by a number that stays the same when it is renamed
 * @param offset where it was written; the new size of one that was cut; of a sync, how many records
 *     there were when it began
 * @param length of the bytes that were written
 * @param dataAt where these are in the recording
 * @param text a path, or two with a zero between them, relative to the directory
 */
record Recorded(
    long number,
    Kind kind,
    long nanos,
    long file,
    long offset,
    long length,
    long dataAt,
    String text) {
  /** In the order of their numbers in {@code recorder.c}, which count from 1. */
  enum Kind {
    CREATED,
    FOUND,
    WRITTEN,
    CUT,
    SYNCED,
    NAMES_SYNCED,
    RENAMED,
    REMOVED,
    FOLDER,
    UNKNOWN
  }

  /** Whether it changes what a file holds. */
  boolean isContent() {
    return kind == Kind.WRITTEN || kind == Kind.CUT;
  }

  /** Whether it changes which files there are. */
  boolean isName() {
    return kind == Kind.CREATED
        || kind == Kind.RENAMED
        || kind == Kind.REMOVED
        || kind == Kind.FOLDER;
  }

  /** The directory, relative to the recorded one, whose names it changes. */
  String folder() {
    String path = text.substring(text.indexOf('\0') + 1);
    return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
  }
}
