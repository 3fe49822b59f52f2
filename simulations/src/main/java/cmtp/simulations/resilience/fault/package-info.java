/** Owns which faults happen, and when: all from one seed. Must not know how they are done. */
package cmtp.simulations.resilience.fault;
