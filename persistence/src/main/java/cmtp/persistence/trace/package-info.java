/**
 * Owns the record of what became of messages and the receipts for them, kept for a while for
 * people. Nothing is decided by it; the journal alone tells what is true.
 */
package cmtp.persistence.trace;
