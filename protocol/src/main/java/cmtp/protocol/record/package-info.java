/**
 * Owns signed records and the chains they form: how they are written, read, checked and replaced.
 * Must not keep them, fetch them or read a clock: the time is an argument, and a broken record is a
 * value.
 */
package cmtp.protocol.record;
