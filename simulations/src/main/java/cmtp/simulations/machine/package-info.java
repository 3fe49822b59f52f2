/**
 * Owns what Linux tells about a process and about the machine under {@code /proc}. Must not know
 * what is being measured.
 */
package cmtp.simulations.machine;
