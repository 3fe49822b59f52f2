/**
 * Very many domains on virtual time: the node's decisions without its actors, sockets and stores.
 * Decides nothing itself that the node decides: rules come from {@code cmtp.node} and {@code
 * cmtp.persistence}.
 */
package cmtp.simulations.scale;
