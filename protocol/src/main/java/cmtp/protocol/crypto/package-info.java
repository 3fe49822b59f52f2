/**
 * Owns everything secret or signed: keys, sealed boxes, password-sealed keys, the secure channel,
 * hashes; the only user of the crypto library. Must not do I/O, read a clock, or let a secret reach
 * a log: keys are types, and their text form is a fingerprint.
 *
 * <p>Secrets live on the Java heap and are not wiped: who can read this process's memory has them.
 */
package cmtp.protocol.crypto;
