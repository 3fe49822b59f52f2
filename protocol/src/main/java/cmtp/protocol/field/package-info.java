/**
 * Owns the primitives of SPEC 1.1, read from and written to complete byte strings. Must not know
 * which message or command they belong to.
 */
package cmtp.protocol.field;
