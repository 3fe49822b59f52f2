/**
 * Owns a small DNS server on loopback, for demonstrations and tests that need several domains on
 * one machine. Must not be used for anything else: it reads sockets with threads of its own, knows
 * neither delegations nor signatures, and the node never starts it by itself.
 */
package cmtp.node.dns;
