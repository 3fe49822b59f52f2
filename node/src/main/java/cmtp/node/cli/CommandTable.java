package cmtp.node.cli;

import cmtp.node.cli.archive.AccountExportCommand;
import cmtp.node.cli.archive.AccountImportCommand;
import cmtp.node.cli.archive.BackupCommand;
import cmtp.node.cli.archive.MigrateCommand;
import cmtp.node.cli.archive.RestoreCommand;
import cmtp.node.cli.archive.VerifyCommand;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.demo.DemoCommand;
import cmtp.node.cli.demo.DnsCommand;
import cmtp.node.cli.doctor.DoctorCommand;
import cmtp.node.cli.operator.AccountAddCommand;
import cmtp.node.cli.operator.AccountCommand;
import cmtp.node.cli.operator.AccountDisableCommand;
import cmtp.node.cli.operator.AccountEnableCommand;
import cmtp.node.cli.operator.AccountListCommand;
import cmtp.node.cli.operator.AccountRemoveCommand;
import cmtp.node.cli.operator.AccountResetCommand;
import cmtp.node.cli.operator.ClusterCommand;
import cmtp.node.cli.operator.ClusterDrainCommand;
import cmtp.node.cli.operator.ClusterLeaveCommand;
import cmtp.node.cli.operator.ClusterStatusCommand;
import cmtp.node.cli.operator.ConfigCommand;
import cmtp.node.cli.operator.InviteCommand;
import cmtp.node.cli.operator.KeyRotateServerCommand;
import cmtp.node.cli.operator.ServeCommand;
import cmtp.node.cli.remote.DomainCommand;
import cmtp.node.cli.remote.DomainListCommand;
import cmtp.node.cli.remote.DomainPauseCommand;
import cmtp.node.cli.remote.DomainResumeCommand;
import cmtp.node.cli.remote.DomainShowCommand;
import cmtp.node.cli.remote.DomainTrustCommand;
import cmtp.node.cli.remote.QueueCommand;
import cmtp.node.cli.remote.QueueDropCommand;
import cmtp.node.cli.remote.QueueHoldCommand;
import cmtp.node.cli.remote.QueueListCommand;
import cmtp.node.cli.remote.QueueReleaseCommand;
import cmtp.node.cli.remote.QueueRetryCommand;
import cmtp.node.cli.remote.QueueShowCommand;
import cmtp.node.cli.remote.QueueSummaryCommand;
import cmtp.node.cli.remote.TraceCommand;
import cmtp.node.cli.user.BoxCommand;
import cmtp.node.cli.user.DeleteCommand;
import cmtp.node.cli.user.FlagCommand;
import cmtp.node.cli.user.ForwardCommand;
import cmtp.node.cli.user.InboxCommand;
import cmtp.node.cli.user.KeyCommand;
import cmtp.node.cli.user.KeyShowCommand;
import cmtp.node.cli.user.KeyTrustCommand;
import cmtp.node.cli.user.LoginCommand;
import cmtp.node.cli.user.LogoutCommand;
import cmtp.node.cli.user.MoveCommand;
import cmtp.node.cli.user.OutboxCommand;
import cmtp.node.cli.user.PasswdCommand;
import cmtp.node.cli.user.ReadCommand;
import cmtp.node.cli.user.RegisterCommand;
import cmtp.node.cli.user.ReplyCommand;
import cmtp.node.cli.user.SendCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import picocli.CommandLine;

/**
 * Every subcommand with its line of help. One is only made when it is asked for: reading the
 * annotations of all of them would cost more than most commands take.
 */
final class CommandTable {
  /**
   * A line of the help.
   *
   * @param group the heading it stands under
   */
  record Entry(String group, String name, String summary) {}

  private static final String NODE = "Run a node";
  private static final String ACCOUNT = "Your account";
  private static final String MAIL = "Mail";
  private static final String MORE = "More";

  private static final List<Entry> BUILT_IN =
      List.of(
          new Entry(NODE, "serve", "run a node; for localhost unless told otherwise"),
          new Entry(NODE, "config", "show every setting, its meaning and its origin"),
          new Entry(NODE, "cluster", "the processes of this node: their state, drain, leave"),
          new Entry(NODE, "account", "add, list, disable, enable, reset, remove, move accounts"),
          new Entry(NODE, "invite", "let somebody open an account from their own machine"),
          new Entry(NODE, "queue", "mail that waits for other domains"),
          new Entry(NODE, "domain", "other domains: their state, their keys"),
          new Entry(NODE, "trace", "what became of a message, and its receipt"),
          new Entry(NODE, "backup", "write everything into one file, while the node runs"),
          new Entry(NODE, "restore", "put a backup back, where nothing is stored"),
          new Entry(NODE, "verify", "check that nothing is missing in a backup or a store"),
          new Entry(NODE, "migrate", "move everything from SQLite to PostgreSQL, or back"),
          new Entry(NODE, "doctor", "check a domain's DNS records, node and key"),
          new Entry(ACCOUNT, "login", "get your key from your server and keep it here"),
          new Entry(ACCOUNT, "logout", "remove your key from this machine"),
          new Entry(ACCOUNT, "register", "open an account with an invitation"),
          new Entry(ACCOUNT, "passwd", "change your password"),
          new Entry(ACCOUNT, "key", "show and trust keys; give a node a new one"),
          new Entry(MAIL, "send", "send a message, with attachments, to any number of people"),
          new Entry(MAIL, "outbox", "your mail that waits for other domains, and why"),
          new Entry(MAIL, "inbox", "list your newest messages, or wait for more"),
          new Entry(MAIL, "read", "show a message, and whether its sender is proven"),
          new Entry(MAIL, "reply", "answer a message"),
          new Entry(MAIL, "forward", "send a message on"),
          new Entry(MAIL, "box", "list your boxes, or the messages of one"),
          new Entry(MAIL, "move", "move or copy messages to another box"),
          new Entry(MAIL, "flag", "set and clear flags of messages"),
          new Entry(MAIL, "delete", "delete messages for good"),
          new Entry(MORE, "demo", "show three federated nodes at work, on this machine"),
          new Entry(MORE, "dns", "a name server for federations on one machine"),
          new Entry(MORE, "completion", "print the completion script for bash and zsh"));

  private CommandTable() {}

  /** The help's lines, those of other modules included. */
  static List<Entry> entries() {
    List<Entry> entries = new ArrayList<>(BUILT_IN);
    ServiceLoader.load(Subcommand.class)
        .forEach(other -> entries.add(new Entry(MORE, other.name(), other.summary())));
    return entries;
  }

  /** The subcommand of that name, ready to be added to the root; empty if there is none. */
  static Optional<CommandLine> find(String name, Terminal terminal) {
    Optional<CommandLine> builtIn = builtIn(name, terminal);
    if (builtIn.isPresent()) {
      return builtIn;
    }
    for (Subcommand other : ServiceLoader.load(Subcommand.class)) {
      if (other.name().equals(name)) {
        return Optional.of(new CommandLine(other.create(terminal)));
      }
    }
    return Optional.empty();
  }

  private static Optional<CommandLine> builtIn(String name, Terminal terminal) {
    return switch (name) {
      case "cluster" -> Optional.of(cluster(terminal));
      case "account" -> Optional.of(account(terminal));
      case "key" -> Optional.of(key(terminal));
      case "queue" -> Optional.of(queue(terminal));
      case "domain" -> Optional.of(domain(terminal));
      default -> Optional.ofNullable(simple(name, terminal)).map(CommandLine::new);
    };
  }

  private static Object simple(String name, Terminal terminal) {
    return switch (name) {
      case "serve" -> new ServeCommand(terminal);
      case "config" -> new ConfigCommand(terminal);
      case "invite" -> new InviteCommand(terminal);
      case "backup" -> new BackupCommand(terminal);
      case "restore" -> new RestoreCommand(terminal);
      case "verify" -> new VerifyCommand(terminal);
      case "migrate" -> new MigrateCommand(terminal);
      case "doctor" -> new DoctorCommand(terminal);
      case "trace" -> new TraceCommand(terminal);
      case "login" -> new LoginCommand(terminal);
      case "logout" -> new LogoutCommand(terminal);
      case "register" -> new RegisterCommand(terminal);
      case "passwd" -> new PasswdCommand(terminal);
      case "send" -> new SendCommand(terminal);
      case "outbox" -> new OutboxCommand(terminal);
      case "inbox" -> new InboxCommand(terminal);
      case "read" -> new ReadCommand(terminal);
      case "reply" -> new ReplyCommand(terminal);
      case "forward" -> new ForwardCommand(terminal);
      case "box" -> new BoxCommand(terminal);
      case "move" -> new MoveCommand(terminal);
      case "flag" -> new FlagCommand(terminal);
      case "delete" -> new DeleteCommand(terminal);
      case "demo" -> new DemoCommand(terminal);
      case "dns" -> new DnsCommand(terminal);
      case "completion" -> new CompletionCommand(terminal);
      default -> null;
    };
  }

  private static CommandLine cluster(Terminal terminal) {
    return new CommandLine(new ClusterCommand())
        .addSubcommand(new ClusterStatusCommand(terminal))
        .addSubcommand(new ClusterDrainCommand(terminal))
        .addSubcommand(new ClusterLeaveCommand(terminal));
  }

  private static CommandLine account(Terminal terminal) {
    return new CommandLine(new AccountCommand())
        .addSubcommand(new AccountAddCommand(terminal))
        .addSubcommand(new AccountListCommand(terminal))
        .addSubcommand(new AccountDisableCommand(terminal))
        .addSubcommand(new AccountEnableCommand(terminal))
        .addSubcommand(new AccountResetCommand(terminal))
        .addSubcommand(new AccountRemoveCommand(terminal))
        .addSubcommand(new AccountExportCommand(terminal))
        .addSubcommand(new AccountImportCommand(terminal));
  }

  private static CommandLine key(Terminal terminal) {
    return new CommandLine(new KeyCommand())
        .addSubcommand(new KeyShowCommand(terminal))
        .addSubcommand(new KeyTrustCommand(terminal))
        .addSubcommand(new KeyRotateServerCommand(terminal));
  }

  private static CommandLine queue(Terminal terminal) {
    return new CommandLine(new QueueCommand())
        .addSubcommand(new QueueSummaryCommand(terminal))
        .addSubcommand(new QueueListCommand(terminal))
        .addSubcommand(new QueueShowCommand(terminal))
        .addSubcommand(new QueueRetryCommand(terminal))
        .addSubcommand(new QueueHoldCommand(terminal))
        .addSubcommand(new QueueReleaseCommand(terminal))
        .addSubcommand(new QueueDropCommand(terminal));
  }

  private static CommandLine domain(Terminal terminal) {
    return new CommandLine(new DomainCommand())
        .addSubcommand(new DomainListCommand(terminal))
        .addSubcommand(new DomainShowCommand(terminal))
        .addSubcommand(new DomainTrustCommand(terminal))
        .addSubcommand(new DomainPauseCommand(terminal))
        .addSubcommand(new DomainResumeCommand(terminal));
  }
}
