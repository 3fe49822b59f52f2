package cmtp.node.routing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.dnssec.ValidatingResolver;

/** DNSSEC: answers that should be signed and are not, or wrongly, become errors. */
final class Validation {
  private static final String ROOT = "root.anchors";

  private Validation() {}

  /**
   * @param anchors a file with DS or DNSKEY records; empty: those of the DNS root, which come with
   *     the program
   * @throws IOException with a message for people
   */
  static Resolver over(NameServers servers, Optional<Path> anchors, Clock clock)
      throws IOException {
    ValidatingResolver validating = new ValidatingResolver(servers, clock);
    validating.setAddReasonToAdditional(false); // the extended error says it, too
    try (InputStream records = open(anchors)) {
      validating.loadTrustAnchors(records);
    }
    if (validating.getTrustAnchors().items().isEmpty()) {
      throw new IOException(
          anchors.map(Path::toString).orElse(ROOT) + " holds no DS or DNSKEY record");
    }
    return validating;
  }

  private static InputStream open(Optional<Path> anchors) throws IOException {
    return anchors.isPresent()
        ? Files.newInputStream(anchors.get())
        : Validation.class.getResourceAsStream(ROOT);
  }
}
