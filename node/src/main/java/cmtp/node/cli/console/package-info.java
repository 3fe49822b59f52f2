/**
 * Owns what every command needs from the world around it: streams, environment, clock, passwords,
 * exit codes and safe output. Must not know any command.
 */
package cmtp.node.cli.console;
