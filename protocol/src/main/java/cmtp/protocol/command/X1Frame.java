package cmtp.protocol.command;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.field.FieldWriter;

/**
 * An X1 command as it travels (SPEC 7.1): {@code WORD \0 u32 length, nonce[16], parameters}.
 *
 * @param word any word, known or not
 */
public record X1Frame(String word, Bytes nonce, Bytes parameters) {
  public X1Frame {
    if (nonce.length() != Limits.NONCE_BYTES
        || parameters.length() > Limits.PARAMETER_BYTES_MAX
        || word.length() > Limits.COMMAND_BYTES_MAX) {
      throw new IllegalArgumentException("a frame out of bounds: " + word);
    }
  }

  public Bytes encode() {
    return new FieldWriter()
        .str(word)
        .u32(Limits.NONCE_BYTES + parameters.length())
        .bytes(nonce)
        .bytes(parameters)
        .toBytes();
  }
}
