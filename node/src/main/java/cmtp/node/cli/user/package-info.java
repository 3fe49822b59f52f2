/**
 * Owns the commands of people who read and write mail. Must start no actor system and open no
 * database: they speak to a server like anybody else's program.
 */
package cmtp.node.cli.user;
