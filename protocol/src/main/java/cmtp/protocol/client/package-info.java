/**
 * Owns a small blocking client over a plain socket: what the command line, tests and load tools
 * speak. Must not start threads, print or keep anything on disk.
 */
package cmtp.protocol.client;
