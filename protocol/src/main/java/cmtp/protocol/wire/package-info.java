/**
 * Owns the bytes: incremental, bounded decoders and the encoders beside them. Must not do I/O, read
 * a clock or throw on what a peer sent.
 */
package cmtp.protocol.wire;
