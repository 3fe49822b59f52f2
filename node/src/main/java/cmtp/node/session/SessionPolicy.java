package cmtp.node.session;

import cmtp.protocol.Limits;
import java.time.Duration;

/**
 * What sessions allow.
 *
 * @param limits of a message
 * @param quotaBytes told by QUOTA
 * @param plaintext whether version 0 is accepted
 * @param malformedMax commands after which a connection is closed
 * @param storeTimeout how long the mailbox may take before the outcome counts as unknown
 */
public record SessionPolicy(
    Limits limits, long quotaBytes, boolean plaintext, int malformedMax, Duration storeTimeout) {
  static final Duration CHALLENGE_LIFE = Duration.ofSeconds(60);
  static final Duration HEARTBEAT = Duration.ofSeconds(60);
  static final int SMTP_LINES_MAX = 2;
}
