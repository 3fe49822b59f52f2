/**
 * Owns letters: how one is composed and sealed for each recipient, and whether a received one is
 * proven. Must not speak to a server, a file or a person.
 */
package cmtp.node.cli.mail;
