/**
 * Owns the stored events of one served domain: which accounts it has and its server's key chain.
 * Must not know anything that is inside a mailbox.
 */
package cmtp.persistence.directory;
