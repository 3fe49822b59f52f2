/**
 * Owns the commands that treat a store as a whole: backup, restore, verify, migrate. Must not know
 * what is in a database: the wiring's tools do.
 */
package cmtp.node.cli.archive;
