package cmtp.protocol.fuzz;

import cmtp.protocol.Bytes;
import cmtp.protocol.command.Payload;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Any bytes as a payload of each type: written as it was read. */
public final class PayloadFuzz {
  private static final List<Function<Bytes, Optional<? extends Payload>>> TYPES =
      List.of(
          Payload.BoxTable::decode,
          Payload.Page::decode,
          Payload.Slice::decode,
          Payload.NewUids::decode,
          Payload.Modseq::decode,
          Payload.Uid::decode,
          Payload.QuotaUse::decode,
          Payload.Outbox::decode,
          Payload.Records::decode,
          Payload.OfferAnswer::decode,
          Payload.Watched::decode);

  private PayloadFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Bytes bytes = Bytes.of(input);
    for (var type : TYPES) {
      type.apply(bytes)
          .ifPresent(
              payload ->
                  Must.beEqual(
                      Optional.of(payload), type.apply(payload.encode()), "it means the same"));
    }
  }
}
