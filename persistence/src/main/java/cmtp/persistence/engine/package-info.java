/**
 * Owns the choice of the database under a node, and all that is PostgreSQL's own: its settings, its
 * connections, its schema. Must not know what is in messages, nor who the other processes are.
 */
package cmtp.persistence.engine;
