package cmtp.persistence.journal;

import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * One version of one stored type. A form is for ever: a type that changes gets a further form with
 * the next number, and the older one goes on reading what it wrote.
 *
 * @param manifest stored beside the bytes: letters for the type, digits for the version
 */
record Form<T>(
    String manifest,
    Class<T> type,
    BiConsumer<FieldWriter, T> writer,
    Function<FieldReader, T> reader) {

  byte[] write(Object value) {
    FieldWriter out = new FieldWriter();
    writer.accept(out, type.cast(value));
    return out.toArray();
  }

  /**
   * @throws MalformedRecord if the bytes are not of this form
   */
  T read(byte[] content) {
    FieldReader in = new FieldReader(content);
    try {
      T value = reader.apply(in);
      in.end();
      return value;
    } catch (MalformedRecord malformed) {
      throw new MalformedRecord(manifest + ": " + malformed.getMessage(), malformed);
    } catch (IllegalArgumentException invalid) {
      throw new MalformedRecord(manifest + ": " + invalid.getMessage(), invalid);
    }
  }
}
