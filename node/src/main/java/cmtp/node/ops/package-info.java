/**
 * Owns the operator's interface to a running node. Must not be reachable from other machines, and
 * must not know private keys or passwords.
 */
package cmtp.node.ops;
