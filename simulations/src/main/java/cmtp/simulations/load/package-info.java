/**
 * Owns the commands that put nodes under load, and what relaying and fairness need beyond the load
 * generator. Must not change anything of a node but its own test accounts.
 */
package cmtp.simulations.load;
