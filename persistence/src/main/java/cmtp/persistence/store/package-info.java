/**
 * Owns the data directory and the one SQLite database in it: its lock, its schema, its connections
 * and whose turn it is to write. Must not know what the tables mean.
 */
package cmtp.persistence.store;
