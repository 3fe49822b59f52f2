package cmtp.persistence.queue;

import cmtp.protocol.MessageId;

/**
 * A message that has left the queue.
 *
 * @param id the one it had in the queue
 * @param atMs when it left, Unix milliseconds
 */
public record Finished(MessageId mid, long id, long atMs) {}
