/**
 * Owns the values every other package shares: byte strings and message identities. Must not know
 * any I/O, any clock or any library beyond the JDK.
 */
package cmtp.protocol;
