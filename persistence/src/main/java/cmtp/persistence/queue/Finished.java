package cmtp.persistence.queue;

import cmtp.protocol.MessageId;

/** A message that has left the queue, and when, Unix milliseconds. */
public record Finished(MessageId mid, long atMs) {}
