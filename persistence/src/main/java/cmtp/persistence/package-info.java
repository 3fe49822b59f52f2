/**
 * Owns nothing itself: its packages hold what the node promises to read for ever. Must not know the
 * node or any network.
 */
package cmtp.persistence;
