/**
 * Owns what a line of the log looks like, as text and as JSON, and keeps users' addresses out of it
 * where they are not wanted. Knows nothing of mail.
 */
package cmtp.node.logging;
