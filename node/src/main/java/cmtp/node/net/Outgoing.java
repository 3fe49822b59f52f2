package cmtp.node.net;

import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.ChannelSealer;
import org.apache.pekko.util.ByteString;

/**
 * What is said to a peer: encrypted, once there is a channel, and held until it is written. Small
 * answers are written together.
 */
final class Outgoing {
  private ByteString held = ByteString.emptyByteString();
  private int writing;
  private ChannelSealer sealer;

  void add(Bytes bytes) {
    if (!bytes.isEmpty()) {
      append(sealer == null ? bytes : sealer.seal(bytes));
    }
  }

  /** From here on everything is encrypted. */
  void encrypt(ChannelSealer with) {
    sealer = with;
    append(sealer.header());
  }

  /** Nothing follows; inside a channel this is said, too. */
  void finish() {
    if (sealer != null) {
      append(sealer.sealFinal(new byte[0], 0, 0));
    }
  }

  private void append(Bytes bytes) {
    held = held.concat(ByteString.fromArrayUnsafe(bytes.unsafeArray()));
  }

  boolean isHeld() {
    return !held.isEmpty();
  }

  /** All that is held, which is being written from now on. */
  ByteString take() {
    ByteString taken = held;
    writing = taken.size();
    held = ByteString.emptyByteString();
    return taken;
  }

  void written() {
    writing = 0;
  }

  boolean isWriting() {
    return writing > 0;
  }

  /** Bytes held or being written. */
  int unwritten() {
    return held.size() + writing;
  }
}
