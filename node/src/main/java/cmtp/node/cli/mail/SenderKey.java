package cmtp.node.cli.mail;

import cmtp.protocol.crypto.VerifyKey;
import java.util.List;

/** What the reader knows of the key of the address that a message says it comes from. */
public sealed interface SenderKey {

  /**
   * @param keys the current key, and those before it that led to it
   */
  record Known(List<VerifyKey> keys) implements SenderKey {
    public Known {
      keys = List.copyOf(keys);
    }
  }

  /** The pinned key still counts; the one that the server tells now does not yet. */
  record Changed(VerifyKey pinned, VerifyKey offered) implements SenderKey {}

  /**
   * @param reason for people
   */
  record Unknown(String reason) implements SenderKey {}
}
