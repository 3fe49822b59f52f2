package cmtp.protocol.fuzz;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.crypto.Xzibit;

/** Any bytes as an xzibit: what passes can't be taken for a text that a server signs (SPEC 1.8). */
public final class XzibitFuzz {
  private XzibitFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Bytes xzibit = Bytes.of(input);
    if (Xzibit.isWellFormed(xzibit)) {
      Must.beEqual(Limits.XZIBIT_BYTES, xzibit.length(), "one length");
      Must.beEqual(Bytes.hex("000000"), xzibit.slice(0, 3), "it begins like no text");
      Must.hold(xzibit.at(3) == Xzibit.version(xzibit), "its version is the one it says");
    }
  }
}
