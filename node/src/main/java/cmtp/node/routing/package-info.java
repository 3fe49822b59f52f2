/**
 * Owns the question where mail for an address goes: to one of our mailboxes, to another domain's
 * node, or nowhere; and how that node is found in DNS. Must not connect to it.
 */
package cmtp.node.routing;
