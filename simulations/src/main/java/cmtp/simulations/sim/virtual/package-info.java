/**
 * Owns virtual time: one queue of what is to be done and when, and an actor system that does
 * nothing by itself. It must not know what is simulated.
 */
package cmtp.simulations.sim.virtual;
