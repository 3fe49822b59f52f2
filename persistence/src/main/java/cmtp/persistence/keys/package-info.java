/** Sealed keys that several processes share; what is inside, this package can't read. */
package cmtp.persistence.keys;
