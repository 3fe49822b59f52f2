package cmtp.persistence.content;

/**
 * An upload of an earlier run that was neither confirmed nor aborted.
 *
 * @param owner the persistence id given with its chunks
 * @param startedMs when its first chunk came, Unix milliseconds
 */
public record PendingUpload(long contentId, String owner, long startedMs) {}
