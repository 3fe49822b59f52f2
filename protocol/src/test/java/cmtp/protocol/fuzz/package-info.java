/**
 * Owns the fuzz targets, their corpora and the campaign that runs them. A target must not know
 * where its input comes from: Jazzer and a plain test call the same method.
 */
package cmtp.protocol.fuzz;
