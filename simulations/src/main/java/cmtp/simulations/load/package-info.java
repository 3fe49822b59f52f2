/**
 * Owns the load tester: sealed mail prepared beforehand, sent over many connections by few threads,
 * every reply counted and timed. Must not change anything of a node but its own test accounts.
 */
package cmtp.simulations.load;
