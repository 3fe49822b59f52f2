/**
 * Owns sockets and streams: the listener and the stage that turns a connection's bytes into session
 * messages and back. Must not decide what a command means.
 */
package cmtp.node.net;
