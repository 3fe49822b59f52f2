/**
 * Owns the commands of whoever runs a node: starting it, its settings, its accounts. Must not touch
 * the data directory beside a running node: they ask the node, over its admin interface.
 */
package cmtp.node.cli.operator;
