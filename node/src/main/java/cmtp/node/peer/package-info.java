/**
 * Owns one outgoing connection's beginning: finds the domain's node, connects, and makes sure whom
 * it talks to (pins, statements, DNSSEC). Must not know what the connection is for, nor touch
 * sockets: it speaks through {@code Dialer} and {@code PeerWire}, which {@code net} implements.
 */
package cmtp.node.peer;
