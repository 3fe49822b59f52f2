/**
 * Owns this process's place in the cluster: how it joins through the database, what it sees of the
 * others, whether it may serve, when it must end. Must know nothing of mail, sessions or domains.
 */
package cmtp.node.cluster;
