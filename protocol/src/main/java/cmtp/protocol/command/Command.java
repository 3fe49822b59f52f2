package cmtp.protocol.command;

import cmtp.protocol.Bytes;
import cmtp.protocol.field.FieldWriter;
import java.util.Optional;
import java.util.Set;

/** A base command (SPEC 4); MAIL is announced by its header and not here. */
public sealed interface Command {

  /** The word that starts the command on the wire. */
  String word();

  /** The command's bytes. */
  default Bytes encode() {
    return new FieldWriter().str(word()).toBytes();
  }

  Set<String> BASE_WORDS = Set.of("OHAI", "NOOP", "HELP", "KEYREQUEST", "LOGIN", "MAIL", "OBAI");

  enum Simple implements Command {
    OHAI,
    NOOP,
    HELP,
    OBAI;

    @Override
    public String word() {
      return name();
    }
  }

  /**
   * @param user empty for the server's own key
   * @param domain absent if the client sent no second parameter
   * @param last whether the connection ends after the answer: the domain did not come in time, and
   *     a late one must not be mistaken for a command
   */
  record KeyRequest(String user, Optional<String> domain, boolean last) implements Command {
    @Override
    public String word() {
      return "KEYREQUEST";
    }

    @Override
    public Bytes encode() {
      FieldWriter out = new FieldWriter().str(word()).str(user);
      domain.ifPresent(out::str);
      return out.toBytes();
    }
  }

  /**
   * @param user {@code account}, or {@code account@domain} at a node that serves several domains
   */
  record Login(String user) implements Command {
    @Override
    public String word() {
      return "LOGIN";
    }

    @Override
    public Bytes encode() {
      return new FieldWriter().str(word()).str(user).toBytes();
    }
  }

  /** A complete word that is no command where it was said. */
  record Unknown(String word) implements Command {}
}
