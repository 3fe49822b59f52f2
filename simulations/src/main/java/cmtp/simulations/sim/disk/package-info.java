/**
 * Owns what simulated nodes store: journal, snapshots, content and traces on one disk each, which
 * loses in a crash what was not synced. It must not know what the stored things mean.
 */
package cmtp.simulations.sim.disk;
