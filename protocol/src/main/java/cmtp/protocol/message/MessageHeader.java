package cmtp.protocol.message;

import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.InvalidAddressException;
import cmtp.protocol.field.FieldReader;
import cmtp.protocol.field.FieldWriter;
import java.util.Optional;

/**
 * A message's first fields (SPEC 4.6): enough to decide most refusals. The four names are as sent;
 * {@link #destination} and {@link #source} bring them into their stored form.
 *
 * @param version crypto system, {@link #PLAINTEXT} or {@link #SEALED}; others exist on the wire
 *     only
 */
public record MessageHeader(
    long version,
    int attachmentCount,
    long logLength,
    long bodyLength,
    String destinationAccount,
    String destinationDomain,
    String sourceAccount,
    String sourceDomain) {
  public static final long PLAINTEXT = 0;
  public static final long SEALED = 1;

  /** The bytes before the four names. */
  public static final int FIXED_BYTES = 24;

  public static MessageHeader sealed(
      Address destination, Address source, int attachments, long logLength, long bodyLength) {
    return new MessageHeader(
        SEALED,
        attachments,
        logLength,
        bodyLength,
        destination.account().value(),
        destination.domain().value(),
        source.account().value(),
        source.domain().value());
  }

  /** Reads the header's fields; the caller asks the reader whether they were there. */
  public static MessageHeader read(FieldReader in) {
    long version = in.u32();
    long attachments = in.u32();
    if (attachments > Integer.MAX_VALUE) {
      in.fail();
    }
    return new MessageHeader(
        version, (int) attachments, in.u64(), in.u64(), in.str(), in.str(), in.str(), in.str());
  }

  public FieldWriter write(FieldWriter out) {
    return out.u32(version)
        .u32(attachmentCount)
        .u64(logLength)
        .u64(bodyLength)
        .str(destinationAccount)
        .str(destinationDomain)
        .str(sourceAccount)
        .str(sourceDomain);
  }

  public Bytes encode() {
    return write(new FieldWriter()).toBytes();
  }

  /** Empty if the destination is no valid address: nobody can have it. */
  public Optional<Address> destination() {
    return address(destinationAccount, destinationDomain);
  }

  /** Empty if the source is no valid address. */
  public Optional<Address> source() {
    return address(sourceAccount, sourceDomain);
  }

  public MessageHeader withLogLength(long length) {
    return new MessageHeader(
        version,
        attachmentCount,
        length,
        bodyLength,
        destinationAccount,
        destinationDomain,
        sourceAccount,
        sourceDomain);
  }

  private static Optional<Address> address(String account, String domain) {
    try {
      return Optional.of(Address.of(account, domain));
    } catch (InvalidAddressException noSuchAddress) {
      return Optional.empty();
    }
  }
}
