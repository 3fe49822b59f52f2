/**
 * Owns the start: settings read once, everything wired once. Must not decide anything about mail.
 */
package cmtp.node;
