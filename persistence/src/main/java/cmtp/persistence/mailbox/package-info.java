/**
 * Owns the stored events of one account's mailbox, the state they add up to, and the pure decisions
 * that lead from a wish to events. Must not know a clock, an actor or a database.
 */
package cmtp.persistence.mailbox;
