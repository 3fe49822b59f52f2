package cmtp.protocol.vectors;

import java.util.Map;
import java.util.function.Supplier;

/** Which check belongs to which kind. */
final class Checks {
  private static final Map<String, Supplier<Check>> BY_KIND =
      Map.ofEntries(
          Map.entry(CommandVectors.KIND, CommandStreamCheck::new),
          Map.entry(X1CommandVectors.KIND, X1CommandCheck::new),
          Map.entry(ReplyVectors.KIND, ReplyCheck::new),
          Map.entry(ReplyVectors.GREETING, () -> ReplyCheck::greeting),
          Map.entry(PayloadVectors.KIND, PayloadCheck::new),
          Map.entry(MessageVectors.KIND, MessageCheck::new),
          Map.entry(LogVectors.KIND, LogCheck::new),
          Map.entry(LogVectors.DIGEST, () -> LogCheck::digestEntry),
          Map.entry(BodyVectors.BODY, () -> BodyCheck::body),
          Map.entry(BodyVectors.ATTACHMENT, () -> BodyCheck::attachment),
          Map.entry(CryptoVectors.KEY, () -> CryptoCheck::key),
          Map.entry(CryptoVectors.BOX, () -> CryptoCheck::sealedBox),
          Map.entry(CryptoVectors.SENDER, () -> CryptoCheck::senderSignature),
          Map.entry(CryptoVectors.HOP, () -> CryptoCheck::hop),
          Map.entry(HopVectors.KIND, () -> LogCheck::hopTrail),
          Map.entry(CryptoVectors.PROVE, () -> CryptoCheck::prove),
          Map.entry(XzibitVectors.KIND, XzibitCheck::new),
          Map.entry(RecordVectors.KIND, () -> RecordCheck::record),
          Map.entry(ChainVectors.KIND, () -> RecordCheck::chain),
          Map.entry(ChannelVectors.EXCHANGE, () -> ChannelCheck::exchange),
          Map.entry(ChannelVectors.STREAM, () -> ChannelCheck::stream),
          Map.entry(NameVectors.ACCOUNT, () -> NameCheck::account),
          Map.entry(NameVectors.DOMAIN, () -> NameCheck::domain));

  private Checks() {}

  static Check of(Vector vector) {
    Supplier<Check> check = BY_KIND.get(vector.kind());
    if (check == null) {
      throw new IllegalArgumentException("no check for kind " + vector.kind());
    }
    return check.get();
  }
}
