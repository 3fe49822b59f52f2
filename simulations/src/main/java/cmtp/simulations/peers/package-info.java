/**
 * Owns peers that are no good: they keep silent, or make everything slow. Must not know what is
 * measured with them.
 */
package cmtp.simulations.peers;
