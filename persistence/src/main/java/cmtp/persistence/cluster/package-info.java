/**
 * Owns the rows by which the processes of a cluster know of each other. Must not decide who joins
 * whom: that is the node's to say.
 */
package cmtp.persistence.cluster;
