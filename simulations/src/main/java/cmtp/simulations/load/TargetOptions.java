package cmtp.simulations.load;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.operator.AdminClient;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.simulations.load.plan.LoadPlan;
import cmtp.simulations.load.target.Accounts;
import cmtp.simulations.load.target.AccountsFile;
import cmtp.simulations.load.target.GivenAccounts;
import cmtp.simulations.load.target.NodeUnderLoad;
import cmtp.simulations.load.target.Target;
import cmtp.simulations.load.target.TestAccounts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Which node is put under load: one that runs here and is ours, or any. */
final class TargetOptions {
  private static final Pattern NODE = Pattern.compile("(.+):([0-9]{1,5})");
  private static final int FILLING_CONNECTIONS = 4;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The running node's data directory; otherwise CMTP_DATA, XDG_DATA_HOME/cmtp or"
              + " ~/.local/share/cmtp.")
  private Path data;

  @Option(
      names = "--also",
      paramLabel = "DIR",
      description =
          "Data directory of a further process of the same node; connections are spread over all."
              + " May be given several times.")
  private List<Path> also = new ArrayList<>();

  @Option(
      names = "--nodes",
      paramLabel = "HOST:PORT",
      split = ",",
      description =
          "Instead: any node, or the processes of one, by address; with --accounts. CPU is not"
              + " known then.")
  private List<String> nodes = new ArrayList<>();

  @Option(
      names = "--accounts",
      paramLabel = "FILE",
      description = "Accounts of that node, made there by `cmtp load accounts`.")
  private Path accountsFile;

  @Option(
      names = "--database-pid",
      paramLabel = "PID",
      description = "The first process of the node's PostgreSQL server: tell its CPU too.")
  private Long databasePid;

  @Option(names = "--remove", description = "Remove the test accounts and their mail at the end.")
  private boolean remove;

  /** A node with its mailboxes. */
  record Found(Target target, Accounts accounts, Optional<TestAccounts> own) {

    /** One message for each mailbox, so that there is one to fetch. */
    void fill(SecureRandomBytes random, Duration patience) throws InterruptedException {
      int connections = Math.min(FILLING_CONNECTIONS, accounts.mailboxes().size());
      PacedRun.Submitted submitted =
          new PacedRun(
                  target.first(),
                  accounts.mailboxes(),
                  connections,
                  patience,
                  random,
                  System::nanoTime)
              .run(new PacedRun.Pace(accounts.mailboxes().size(), 0, System.nanoTime()));
      if (!submitted.failures().isEmpty()) {
        throw new CliFailure(
            ExitCode.REFUSED, "the mailboxes can't be filled: " + submitted.failures().get(0));
      }
    }

    void remove() throws IOException {
      if (own.isPresent()) {
        own.get().remove();
      }
    }
  }

  /**
   * @throws IllegalArgumentException if these options don't go together
   */
  void mustMakeSense() {
    boolean elsewhere = !nodes.isEmpty();
    if (elsewhere != (accountsFile != null)) {
      throw new IllegalArgumentException("--nodes and --accounts go together");
    }
    if (elsewhere && (data != null || !also.isEmpty() || remove)) {
      throw new IllegalArgumentException("--nodes goes without --data, --also and --remove");
    }
    nodes.forEach(TargetOptions::address);
  }

  boolean isRemoving() {
    return remove;
  }

  Found find(LoadPlan plan, Terminal terminal) throws IOException {
    return nodes.isEmpty() ? findOwn(plan, terminal) : findAny(plan, terminal);
  }

  private Found findOwn(LoadPlan plan, Terminal terminal) throws IOException {
    AdminClient admin = AdminClient.of(AdminClient.dataDirectory(data, terminal));
    List<NodeUnderLoad> processes = new ArrayList<>();
    processes.add(NodeUnderLoad.of(admin.get("/v1/status")));
    for (Path one : also) {
      AdminClient further = AdminClient.of(terminal.directory().resolve(one));
      processes.add(NodeUnderLoad.of(further.get("/v1/status")));
    }
    Target target = target(processes);
    int count = plan.traffic().mailboxes();
    SecureRandomBytes random = terminal.random();
    TestAccounts accounts =
        plan.traffic().needsKeys()
            ? TestAccounts.openWithKeys(admin, target.first(), count, random, terminal.nowMillis())
            : TestAccounts.open(
                admin, target.first(), count, plan.wire().patience(), random, terminal.nowMillis());
    return new Found(target, accounts, Optional.of(accounts));
  }

  private Found findAny(LoadPlan plan, Terminal terminal) throws IOException {
    AccountsFile file = AccountsFile.read(terminal.directory().resolve(accountsFile));
    int count = plan.traffic().mailboxes();
    if (file.mailboxes().size() < count) {
      throw new CliFailure(
          ExitCode.USAGE,
          accountsFile + " has " + file.mailboxes().size() + " accounts: --mailboxes is " + count);
    }
    List<NodeUnderLoad> processes = new ArrayList<>();
    for (String one : nodes) {
      processes.add(
          NodeUnderLoad.at(
              address(one), file.serverKey(), plan.wire().patience(), terminal.random()));
    }
    Target target = target(processes);
    Accounts accounts =
        new GivenAccounts(
            target.first(),
            file.mailboxes().subList(0, count),
            plan.wire().patience(),
            terminal.random());
    return new Found(target, accounts, Optional.empty());
  }

  private Target target(List<NodeUnderLoad> processes) {
    try {
      return new Target(
          processes, databasePid == null ? OptionalLong.empty() : OptionalLong.of(databasePid));
    } catch (IllegalArgumentException strangers) {
      throw new CliFailure(ExitCode.USAGE, strangers.getMessage(), strangers);
    }
  }

  private static InetSocketAddress address(String text) {
    Matcher matcher = NODE.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65_535) {
      throw new IllegalArgumentException("'" + text + "' is no node: write HOST:PORT");
    }
    return new InetSocketAddress(matcher.group(1), Integer.parseInt(matcher.group(2)));
  }
}
