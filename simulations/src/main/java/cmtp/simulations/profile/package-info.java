/**
 * Owns the question where a running node's time goes: CPU time by thread, samples by method, both
 * asked of the JVM with {@code jcmd}. Must not need anything inside the node.
 */
package cmtp.simulations.profile;
