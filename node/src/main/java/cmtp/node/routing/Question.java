package cmtp.node.routing;

import cmtp.protocol.address.DomainName;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** What is asked of DNS: the records of one type at an absolute name. */
record Question(Name name, int type) {

  /** Empty if the name with its prefix is too long for DNS: then there can't be such records. */
  static Optional<Question> below(String prefix, DomainName domain, int type) {
    try {
      return Optional.of(new Question(Name.fromString(prefix + domain + "."), type));
    } catch (TextParseException tooLong) {
      return Optional.empty();
    }
  }

  static Question at(DomainName domain, int type) {
    return new Question(Name.fromConstantString(domain + "."), type);
  }

  Question of(Name other) {
    return new Question(other, type);
  }

  @Override
  public String toString() {
    return Type.string(type) + " " + name.toString(true);
  }
}
