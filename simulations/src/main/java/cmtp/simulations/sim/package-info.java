/**
 * Owns the federation simulator: runs of scenarios, sweeps over many seeds, and {@code cmtp sim}.
 * It must not hold what its parts own: virtual time, the world, the rules.
 */
package cmtp.simulations.sim;
