package cmtp.node.net;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.crypto.ChannelOpener;
import cmtp.protocol.crypto.SecureChannel;
import cmtp.protocol.wire.CommandDecoder;
import cmtp.protocol.wire.Decoded;
import java.util.Optional;

/** What a peer says: decrypted, once there is a channel, and decoded, until it ends. */
final class Incoming {
  private final Limits limits;
  private CommandDecoder decoder;
  private ChannelOpener opener;
  private boolean ended;

  Incoming(Limits limits, CommandDecoder.Layer layer) {
    this.limits = limits;
    this.decoder = new CommandDecoder(limits, layer);
  }

  /** Takes bytes in; says why the channel is broken, if it is: then it can't be read on. */
  Optional<String> feed(Bytes bytes) {
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    if (opener == null) {
      decoder.feed(bytes);
      return Optional.empty();
    }
    ChannelOpener.Result result = opener.feed(bytes);
    if (result instanceof ChannelOpener.Malformed malformed) {
      return Optional.of(malformed.reason());
    }
    if (result instanceof ChannelOpener.Plaintext plaintext) {
      decoder.feed(plaintext.content());
    } else if (result instanceof ChannelOpener.Ended last) {
      decoder.feed(last.content());
      ended = true;
    }
    return Optional.empty();
  }

  /** SPEC 7.4: what the peer sent behind its SECURE is ciphertext or nothing. */
  Optional<String> decrypt(SecureChannel channel) {
    Bytes early = decoder.takeHeld();
    opener = channel.opener();
    decoder = new CommandDecoder(limits, CommandDecoder.Layer.SECURE);
    return feed(early);
  }

  /** The peer says nothing more. */
  void end() {
    ended = true;
  }

  Decoded next() {
    Decoded decoded = decoder.next();
    return decoded == Decoded.Signal.NEED_MORE && ended ? decoder.endOfInput() : decoded;
  }

  Decoded timeOut() {
    return decoder.timeOut();
  }

  CommandDecoder.Waiting waiting() {
    return decoder.waiting();
  }

  /** Whether something was said, the end too, that is not decoded yet. */
  boolean isPending() {
    return ended || decoder.heldBytes() > 0;
  }
}
