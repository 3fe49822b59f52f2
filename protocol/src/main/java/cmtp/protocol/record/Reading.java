package cmtp.protocol.record;

import java.util.Optional;

/**
 * What became of a record's bytes: each kind has an answer of its own on the wire (SPEC 7.16).
 *
 * @param <R> the type that was read
 */
public sealed interface Reading<R> {
  /** Of the right form, with every signature it must have. */
  record Proven<R>(R record) implements Reading<R> {}

  /** Not a record of this type in its form. */
  record Malformed<R>() implements Reading<R> {}

  /** Of the right form, but a signature is not its key's. */
  record Forged<R>() implements Reading<R> {}

  default Optional<R> proven() {
    return this instanceof Proven<R> proven ? Optional.of(proven.record()) : Optional.empty();
  }
}
