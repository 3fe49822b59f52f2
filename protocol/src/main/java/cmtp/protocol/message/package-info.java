/**
 * Owns what travels: header, log, body and attachments, and the identity computed from them. Must
 * not know how bytes arrive.
 */
package cmtp.protocol.message;
