/**
 * Owns the bytes of stored events and snapshots (FORMATS.md) and the settings of the journal
 * plugin. Must not decide anything: what an event means is its state's to say.
 */
package cmtp.persistence.journal;
