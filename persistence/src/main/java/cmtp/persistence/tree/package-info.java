/** Owns the immutable sorted map that states are made of. Must not know what is stored in it. */
package cmtp.persistence.tree;
