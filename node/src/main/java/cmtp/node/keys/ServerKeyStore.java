package cmtp.node.keys;

import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import java.io.IOException;
import java.util.Optional;

/**
 * Where the server's private key is kept, and the next one while it replaces the old one. What is
 * written is on stable storage before a method returns. Methods block; they fail with {@link
 * IOException}, whose message is for people.
 */
public interface ServerKeyStore {
  /** The key; empty before the first start. */
  Optional<SigningKey> read() throws IOException;

  /**
   * Reads the key, or makes and keeps one at the first start; it is kept before anybody sees its
   * public half.
   */
  SigningKey readOrCreate(SecureRandomBytes random) throws IOException;

  /** The key that is about to replace the current one, if a replacement was begun. */
  Optional<SigningKey> readNext() throws IOException;

  /** Makes the next key, or gives the one that another process has made meanwhile. */
  SigningKey createNext(SecureRandomBytes random) throws IOException;

  /** The next key becomes the key; the same again changes nothing. */
  void promote(SigningKey next) throws IOException;

  /** Forgets a next key that nobody was told of, where nobody else can be about to tell. */
  void dropNext() throws IOException;

  /** Whether other processes replace the key too: then it is to be read again now and then. */
  boolean isShared();

  /** What people call the place. */
  String place();
}
