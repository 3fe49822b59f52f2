/**
 * Owns simulated nodes, made of the node's real actors and stages, and the users who write through
 * them. It must not decide what a node does, nor judge it.
 */
package cmtp.simulations.sim.federation;
