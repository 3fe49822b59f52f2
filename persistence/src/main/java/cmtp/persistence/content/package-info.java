/**
 * Owns the bytes of messages, as streams of bounded chunks, and the threads that write and read
 * what may wait for the journal's disk sync: the trace, too. Must not know what is in messages or
 * who may read them.
 */
package cmtp.persistence.content;
