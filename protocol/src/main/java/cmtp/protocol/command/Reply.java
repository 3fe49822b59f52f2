package cmtp.protocol.command;

import cmtp.protocol.Bytes;
import cmtp.protocol.field.FieldWriter;

/** A server's answer with its signature, not yet verified (SPEC 3 and 7.1). */
public sealed interface Reply {
  long KEY_VERSION = 1;
  long TEXT_VERSION = 0;
  long XZIBIT_VERSION = 1;
  long X1_VERSION = 1;

  Bytes signature();

  /** The reply's bytes. */
  Bytes encode();

  /** {@code TEXT \0 sig \0} */
  record General(String text, Bytes signature) implements Reply {
    @Override
    public Bytes encode() {
      return new FieldWriter().str(text).bytes(signature).str("").toBytes();
    }
  }

  /** {@code u32 1, key, \0, sig, \0} */
  record Key(Bytes key, Bytes signature) implements Reply {
    @Override
    public Bytes encode() {
      return new FieldWriter()
          .u32(KEY_VERSION)
          .bytes(key)
          .str("")
          .bytes(signature)
          .str("")
          .toBytes();
    }
  }

  /** {@code u32 0, TEXT, \0, sig, \0} */
  record Text(String text, Bytes signature) implements Reply {
    @Override
    public Bytes encode() {
      return new FieldWriter().u32(TEXT_VERSION).str(text).bytes(signature).str("").toBytes();
    }
  }

  /** {@code u32 1, u32 length, xzibit, sig} */
  record Xzibit(Bytes xzibit, Bytes signature) implements Reply {
    @Override
    public Bytes encode() {
      return new FieldWriter().u32(XZIBIT_VERSION).sized(xzibit).bytes(signature).toBytes();
    }
  }

  /** {@code u32 1, STATUS \0, u64 length, payload, sig} */
  record X1(Status status, Bytes payload, Bytes signature) implements Reply {
    @Override
    public Bytes encode() {
      return new FieldWriter()
          .u32(X1_VERSION)
          .str(status.name())
          .u64(payload.length())
          .bytes(payload)
          .bytes(signature)
          .toBytes();
    }
  }
}
