/** Owns the server's own key and what is signed with it. Must not know users' private keys. */
package cmtp.node.keys;
