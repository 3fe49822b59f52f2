/**
 * Owns what runs have shown: the measured numbers, their reports, and the comparison of two. Must
 * not open connections.
 */
package cmtp.simulations.load.result;
