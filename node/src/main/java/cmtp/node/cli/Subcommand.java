package cmtp.node.cli;

import cmtp.node.cli.console.Terminal;

/**
 * A subcommand of {@code cmtp} that another module brings along; found by {@link
 * java.util.ServiceLoader}.
 */
public interface Subcommand {
  /** The word after {@code cmtp}. */
  String name();

  /** One line for {@code cmtp --help}. */
  String summary();

  /** A fresh object with picocli's annotations, for one run. */
  Object create(Terminal terminal);
}
