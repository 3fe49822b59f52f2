/**
 * Owns the event-sourced mailboxes and directories and where they run. Must not know connections or
 * what a command looks like on the wire.
 */
package cmtp.node.mailbox;
