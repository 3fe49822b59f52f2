/** Owns the servers that tests store on, here and in the modules above. Must not hold tests. */
package cmtp.persistence.testing;
