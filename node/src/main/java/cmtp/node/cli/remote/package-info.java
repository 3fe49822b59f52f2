/**
 * Owns the commands for whoever runs a node that concern other domains: the queue, what is known of
 * their nodes, and what became of messages. Must not decide anything: the running node does.
 */
package cmtp.node.cli.remote;
