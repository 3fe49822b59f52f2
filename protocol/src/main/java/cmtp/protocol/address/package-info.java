/**
 * Owns accounts, domains and addresses: values that cannot hold an invalid one. Must not look
 * anything up.
 */
package cmtp.protocol.address;
