package cmtp.node.session;

import cmtp.node.keys.ServerIdentity;
import cmtp.node.mailbox.Mailboxes;
import cmtp.protocol.crypto.SecureRandomBytes;
import java.time.Clock;

/** What all sessions of a node share. */
public record SessionServices(
    ServerIdentity identity,
    SessionPolicy policy,
    Mailboxes mailboxes,
    ContentAccess contents,
    Federation federation,
    Tracing tracing,
    Admission admission,
    AttemptLimiter logins,
    AttemptLimiter registrations,
    Replies replies,
    SessionMeter meter,
    SecureRandomBytes random,
    Clock clock) {

  /** The same for sessions that begin under another key. */
  SessionServices under(ServerIdentity next) {
    return new SessionServices(
        next,
        policy,
        mailboxes,
        contents,
        federation,
        tracing,
        admission,
        logins,
        registrations,
        new Replies(next),
        meter,
        random,
        clock);
  }
}
