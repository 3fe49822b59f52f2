/**
 * Owns {@code cmtp resilience}: runs that do harm to real processes under load, and tell what
 * became of every message. Must not reach into nodes: it sees what their users and operators see.
 */
package cmtp.simulations.resilience;
