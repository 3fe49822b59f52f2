package cmtp.persistence.queue;

/** A message that has failed and whose originator has to be told, but no report is composed yet. */
public record Undeliverable(QueuedMail mail, String reason, long atMs) {}
