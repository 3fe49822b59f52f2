/**
 * Owns the bytes of messages, as streams of bounded chunks, and the threads that write what needs
 * no disk sync of its own, the trace among it, and read what is not an entity's. Must not know what
 * is in messages or who may read them.
 */
package cmtp.persistence.content;
