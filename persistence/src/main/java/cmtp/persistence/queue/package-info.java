/**
 * Owns the stored events of one foreign domain: the mail that waits for it, its back-off, and what
 * is known of its node. Must not know how mail is sent, nor draw times or random numbers.
 */
package cmtp.persistence.queue;
