/**
 * Owns what a run tells people and programs when it is over, as a page and as JSON, and how far it
 * is meanwhile. Must not know what was run.
 */
package cmtp.simulations.report;
