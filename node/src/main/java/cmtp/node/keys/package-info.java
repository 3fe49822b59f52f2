/**
 * Owns the server's own key and what is signed with it, and what is known of the keys of other
 * domains' users. Must not know users' private keys, nor connect to anybody.
 */
package cmtp.node.keys;
