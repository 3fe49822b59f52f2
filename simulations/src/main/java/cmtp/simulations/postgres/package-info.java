/**
 * Owns a PostgreSQL server for measuring and testing, which needs no installation. Must not know
 * what is kept in it.
 */
package cmtp.simulations.postgres;
