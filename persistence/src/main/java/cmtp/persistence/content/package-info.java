/**
 * Owns the bytes of messages, as streams of bounded chunks. Must not know what is in them or who
 * may read them.
 */
package cmtp.persistence.content;
