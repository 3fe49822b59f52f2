/**
 * Owns what is known outside of the nodes, on stable storage: what was tried, acknowledged, refused
 * and done to them; and the judgement over what is found in the mailboxes. Must not know nodes,
 * connections or clocks.
 */
package cmtp.simulations.resilience.ledger;
