/**
 * Owns mail for other domains: the queue of each, when it is tried, over how many connections, and
 * what its originator is told. Must not touch sockets or DNS itself, nor know sessions.
 */
package cmtp.node.delivery;
