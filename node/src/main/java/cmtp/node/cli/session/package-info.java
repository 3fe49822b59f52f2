/**
 * Owns the conversation with the user's home server: logged-in links, correspondents' keys,
 * fetching and sending. Must not parse command lines or print results.
 */
package cmtp.node.cli.session;
