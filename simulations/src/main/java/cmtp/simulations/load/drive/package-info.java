/**
 * Owns the load generator: few threads, many connections, prepared requests, every reply judged and
 * timed. Must not know commands or reports, nor change anything of a node but its test accounts.
 */
package cmtp.simulations.load.drive;
