package cmtp.persistence.journal;

import java.io.NotSerializableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Writes and reads every stored event and snapshot, by the forms of FORMATS.md. Class names appear
 * nowhere in what is stored, so that code can be renamed.
 */
public final class StoredEventSerializer extends SerializerWithStringManifest {
  /** Stored with every event: never to be changed. */
  private static final int IDENTIFIER = 24240;

  private static final Map<String, Form<?>> BY_MANIFEST = new HashMap<>();

  /** The newest form of each type: the one that is written. */
  private static final Map<Class<?>, Form<?>> BY_TYPE = new HashMap<>();

  static {
    Stream.of(
            MailboxForms.ALL,
            DirectoryForms.ALL,
            SnapshotForms.ALL,
            QueueForms.ALL,
            QueueSnapshotForms.ALL)
        .flatMap(List::stream)
        .forEach(StoredEventSerializer::add);
  }

  private static void add(Form<?> form) {
    BY_TYPE.put(form.type(), form);
    if (BY_MANIFEST.put(form.manifest(), form) != null) {
      throw new IllegalStateException("two forms are called " + form.manifest());
    }
  }

  /** Every manifest that can be read. */
  static Set<String> manifests() {
    return Set.copyOf(BY_MANIFEST.keySet());
  }

  /** The manifest under which values of this type are written. */
  static Optional<String> manifestOf(Class<?> type) {
    return Optional.ofNullable(BY_TYPE.get(type)).map(Form::manifest);
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object value) {
    return form(value).manifest();
  }

  @Override
  public byte[] toBinary(Object value) {
    return form(value).write(value);
  }

  private static Form<?> form(Object value) {
    Form<?> form = BY_TYPE.get(value.getClass());
    if (form == null) {
      throw new IllegalArgumentException("no stored form for " + value.getClass().getName());
    }
    return form;
  }

  /**
   * @throws NotSerializableException if the manifest is unknown: written by a newer version
   * @throws MalformedRecord if the bytes are not of the manifest's form
   */
  @Override
  public Object fromBinary(byte[] content, String manifest) throws NotSerializableException {
    Form<?> form = BY_MANIFEST.get(manifest);
    if (form == null) {
      throw new NotSerializableException(
          "unknown stored form '" + manifest + "': was it written by a newer version?");
    }
    return form.read(content);
  }
}
