/**
 * Owns the user's own configuration folder: accounts, private keys, pinned keys. Must not speak to
 * a server or to the person.
 */
package cmtp.node.cli.home;
