package cmtp.node.mailbox;

/**
 * @param quotaBytes what one mailbox may hold
 */
public record MailboxSettings(long quotaBytes) {}
