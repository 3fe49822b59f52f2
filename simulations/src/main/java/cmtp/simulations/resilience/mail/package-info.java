/**
 * Owns the people of a run: their accounts, the mail that they write until it is answered, and what
 * they find in their mailboxes. Must not know faults, or how nodes are run.
 */
package cmtp.simulations.resilience.mail;
