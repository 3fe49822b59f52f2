/**
 * Owns the disks that nodes stand on: a small one that gets full, and one that is recorded and made
 * again as a power cut might have left it. Must not know nodes or mail.
 */
package cmtp.simulations.resilience.disk;
