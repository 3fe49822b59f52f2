/**
 * Owns what a run needs to know of a node: where it listens, its key, its processes and what they
 * use, and the test accounts in it. Must not send load.
 */
package cmtp.simulations.load.target;
