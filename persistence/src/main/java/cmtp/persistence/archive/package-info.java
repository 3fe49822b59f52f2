/**
 * Owns archives: what a store holds, as one file that is independent of the engine; reading and
 * writing them, and judging whether a store or an archive is whole. Must not know actors, and never
 * changes a store that a node may use: it reads from a view, and writes into empty ones only.
 */
package cmtp.persistence.archive;
