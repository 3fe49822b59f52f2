/**
 * Owns {@code cmtp demo}: a small federation of real nodes that shows itself. Must leave nothing
 * behind, and use nothing that a user of the command line could not.
 */
package cmtp.node.cli.demo;
