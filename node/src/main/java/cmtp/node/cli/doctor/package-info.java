/**
 * Owns the check of a domain from outside: its DNS records, its node, its key. What is asked is
 * apart from what is made of it. Must not change anything, neither here nor there.
 */
package cmtp.node.cli.doctor;
