/**
 * Owns the test vectors: their file form, a generator that makes them from raw bytes, and a check
 * for each kind that runs them through the production code. The generator must not use the
 * production code for anything but plain byte strings, so that the two check each other.
 */
package cmtp.protocol.vectors;
