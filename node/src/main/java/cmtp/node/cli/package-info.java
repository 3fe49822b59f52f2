/**
 * Owns the command {@code cmtp}: its subcommands, help, exit codes. Must not do a subcommand's
 * work, nor load the classes of those that were not asked for.
 */
package cmtp.node.cli;
