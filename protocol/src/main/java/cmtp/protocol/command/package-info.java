/**
 * Owns the vocabulary: commands, replies and what they carry, as values. Must not know how they are
 * transported or who may say them.
 */
package cmtp.protocol.command;
