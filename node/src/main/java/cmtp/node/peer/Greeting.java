package cmtp.node.peer;

import cmtp.protocol.address.DomainName;
import cmtp.protocol.address.InvalidAddressException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a host's first line says about it (SPEC 2.2, 2.3, 8.1). */
sealed interface Greeting {
  Pattern CMTP = Pattern.compile("220 ([^ ]+) CMTP( .*)?");
  Pattern OTHER_SERVICE = Pattern.compile("[25][0-9][0-9]([ -].*)?");
  String CMTPD = "Welcome to CMTP version < 1";

  /** A node with this primary domain. */
  record Node(DomainName domain) implements Greeting {}

  /** One of the C programs of 2017. */
  enum Cmtpd implements Greeting {
    INSTANCE
  }

  /** It does not speak CMTP here; it is a mail server of another kind. */
  enum Stranger implements Greeting {
    INSTANCE
  }

  /** It can't serve now, or nobody can tell what it is. */
  record Unusable(String reason) implements Greeting {}

  static Greeting of(String line) {
    Matcher node = CMTP.matcher(line);
    if (node.matches()) {
      try {
        return new Node(new DomainName(node.group(1)));
      } catch (InvalidAddressException broken) {
        return new Unusable("gives a broken greeting: " + PeerText.clean(line));
      }
    }
    if (line.equals(CMTPD)) {
      return Cmtpd.INSTANCE;
    }
    if (OTHER_SERVICE.matcher(line).matches()) {
      return Stranger.INSTANCE;
    }
    return new Unusable("greets with: " + PeerText.clean(line));
  }
}
