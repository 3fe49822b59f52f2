package cmtp.protocol.vectors;

import cmtp.protocol.Bytes;
import java.util.List;

/** The vectors' inputs, as a start for other tests. */
public final class VectorInputs {
  private static final List<Vector> VECTORS = VectorGenerator.all();

  private VectorInputs() {}

  public static List<Bytes> ofKind(String kind) {
    return VECTORS.stream().filter(v -> v.kind().equals(kind)).map(Vector::input).toList();
  }
}
