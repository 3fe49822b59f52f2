package cmtp.node;

import cmtp.node.keys.ServerKeyFile;
import cmtp.persistence.archive.KeptFile;
import cmtp.persistence.store.SealedKeyTable.Slot;
import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.Password;
import cmtp.protocol.crypto.Xzibit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The way back of a server's key from a cluster's database into a data directory. */
final class SealedKeys {
  private static final Map<Slot, String> FILES =
      Map.of(Slot.CURRENT, ServerKeyFile.NAME, Slot.NEXT, ServerKeyFile.NEXT);

  private SealedKeys() {}

  /**
   * The same keys as files.
   *
   * @param sealed by their slots
   * @throws ArchiveException if they don't open with that secret
   */
  static List<KeptFile> unseal(Map<String, Bytes> sealed, Password secret) {
    List<KeptFile> files = new ArrayList<>();
    FILES.forEach(
        (slot, name) -> {
          if (sealed.containsKey(slot.name())) {
            files.add(
                Xzibit.open(sealed.get(slot.name()), secret)
                    .map(key -> new KeptFile(name, ServerKeyFile.content(key)))
                    .orElseThrow(
                        () ->
                            new ArchiveException(
                                "the server's key does not open with the secret in"
                                    + " cmtp.cluster.secret-file",
                                null)));
          }
        });
    return files;
  }
}
