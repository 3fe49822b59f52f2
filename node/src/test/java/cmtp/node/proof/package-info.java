/** Proofs of what the node promises, on real processes that are really killed. */
package cmtp.node.proof;
