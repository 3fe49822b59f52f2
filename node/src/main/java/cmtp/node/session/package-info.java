/**
 * Owns one inbound conversation: what each command means here and now, and what is answered. Must
 * not touch sockets, streams or stored events.
 */
package cmtp.node.session;
