/**
 * Owns the simulated network and its names: connections between hosts with latency, loss, resets
 * and partitions, and a DNS that may be slow, wrong or silent. It must not know what is said.
 */
package cmtp.simulations.sim.network;
