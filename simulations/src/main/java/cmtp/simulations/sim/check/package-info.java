/**
 * Owns what must be true of a federation, whatever happens to it, and the record from which that is
 * told. It must not change what happens.
 */
package cmtp.simulations.sim.check;
