/**
 * Owns what a load run is to do: which commands, how large, when each is due, and which rate to try
 * next. Pure; must not touch sockets, clocks or files.
 */
package cmtp.simulations.load.plan;
