/**
 * Owns the real processes of a run: nodes, their name server, their database, their networks. Must
 * not know mail or faults.
 */
package cmtp.simulations.resilience.place;
