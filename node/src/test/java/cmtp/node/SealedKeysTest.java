package cmtp.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.keys.ServerKeyFile;
import cmtp.persistence.archive.KeptFile;
import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.Password;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.Xzibit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedKeysTest {
  private static final SecureRandomBytes RANDOM = SecureRandomBytes.system();
  private static final Password SECRET = Password.of("the secret of a whole cluster");

  @TempDir private Path directory;

  @Test
  void aClustersKeyComesBackAsTheFileThatANodeReads() throws Exception {
    SigningKey key = SigningKey.generate(RANDOM);
    List<KeptFile> files =
        SealedKeys.unseal(Map.of("CURRENT", Xzibit.seal(key, SECRET, RANDOM)), SECRET);
    assertEquals(List.of("server.key"), files.stream().map(KeptFile::name).toList());
    Files.write(directory.resolve("server.key"), files.get(0).content().toArray());
    assertEquals(key.publicKey(), new ServerKeyFile(directory).read().orElseThrow().publicKey());
  }

  @Test
  void refusesASecretThatDoesNotOpenIt() {
    Map<String, Bytes> sealed =
        Map.of("NEXT", Xzibit.seal(SigningKey.generate(RANDOM), SECRET, RANDOM));
    String why =
        assertThrows(
                ArchiveException.class,
                () -> SealedKeys.unseal(sealed, Password.of("the secret of another cluster")))
            .getMessage();
    assertTrue(why.contains("cmtp.cluster.secret-file"), why);
  }
}
