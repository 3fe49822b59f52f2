/**
 * Owns scenarios: what a federation is, what its users write, and what befalls it, as data. It must
 * not run anything.
 */
package cmtp.simulations.sim.scenario;
