package cmtp.persistence.journal;

import java.io.NotSerializableException;

/** Reads what is stored, for those who have the bytes and no actor system. */
public final class StoredForms {
  private static final StoredEventSerializer SERIALIZER = new StoredEventSerializer();

  private StoredForms() {}

  /** Whether these bytes are ours to read; others are the cluster's own. */
  public static boolean isOurs(long serializerId) {
    return serializerId == SERIALIZER.identifier();
  }

  /**
   * An event or a state.
   *
   * @throws MalformedRecord if the manifest is unknown, or the bytes are not of its form
   */
  public static Object read(String manifest, byte[] content) {
    try {
      return SERIALIZER.fromBinary(content, manifest);
    } catch (NotSerializableException unknown) {
      throw new MalformedRecord(unknown.getMessage(), unknown);
    }
  }

  /** The manifest of the newest form of a value. */
  public static String manifest(Object value) {
    return SERIALIZER.manifest(value);
  }

  public static byte[] write(Object value) {
    return SERIALIZER.toBinary(value);
  }
}
