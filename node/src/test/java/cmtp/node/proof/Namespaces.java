package cmtp.node.proof;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace for each process, on two networks: one between the processes, for nothing
 * else, and one on which clients, the operator and the database are. What a process hears can be
 * cut for each of them, one direction at a time. Needs root, {@code ip} and {@code nft}.
 *
 * <p>Namespaces are named for the process of the test; those of one that is gone are removed.
 */
final class Namespaces implements Place {
  /** One port for the operator's interface: it is on loopback, and led there from outside. */
  static final int OPERATOR_PORT = 2479;

  private static final String NAME = "cmtp-";
  private static final String SWITCH = "switch";
  private static final int NETS = 120;

  private final String mine = NAME + ProcessHandle.current().pid() + "-";
  private final String bridge = "cm" + ProcessHandle.current().pid();
  private final int net = (int) (ProcessHandle.current().pid() % NETS) * 2;
  private final int processes;

  private Namespaces(int processes) {
    this.processes = processes;
  }

  static Namespaces make(int processes) {
    requireTools();
    removeLeftBehind();
    Namespaces made = new Namespaces(processes);
    try {
      made.wire();
      return made;
    } catch (RuntimeException | Error failed) {
      made.close();
      throw failed;
    }
  }

  private static void requireTools() {
    if (!System.getProperty("user.name").equals("root")) {
      throw new AssertionError("network namespaces need root: run this profile as root");
    }
    for (String tool : List.of("ip", "nft", "sysctl")) {
      if (tried(List.of("sh", "-c", "command -v " + tool)).code() != 0) {
        throw new AssertionError(
            "there is no " + tool + " on the PATH: install iproute2, nftables and procps");
      }
    }
  }

  private static void removeLeftBehind() {
    for (String line : tried(List.of("ip", "netns", "list")).said().split("\n")) {
      String name = line.split(" ")[0];
      if (name.matches(NAME + "[0-9]+-.*")) {
        long pid = Long.parseLong(name.split("-")[1]);
        if (ProcessHandle.of(pid).isEmpty()) {
          remove(name);
          tried(List.of("ip", "link", "delete", "cm" + pid));
        }
      }
    }
  }

  private static void remove(String namespace) {
    for (String pid : tried(List.of("ip", "netns", "pids", namespace)).said().split("\\s+")) {
      if (pid.matches("[0-9]+")) {
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
    tried(List.of("ip", "netns", "delete", namespace));
  }

  private void wire() {
    run("ip", "netns", "add", mine + SWITCH);
    run("ip", "-n", mine + SWITCH, "link", "add", "hub", "type", "bridge");
    run("ip", "-n", mine + SWITCH, "link", "set", "hub", "up");
    run("ip", "link", "add", bridge, "type", "bridge");
    run("ip", "address", "add", database() + "/24", "dev", bridge);
    run("ip", "link", "set", bridge, "up");
    for (int process = 1; process <= processes; process++) {
      wire(process);
    }
  }

  private void wire(int process) {
    String name = mine + process;
    run("ip", "netns", "add", name);
    run("ip", "-n", name, "link", "set", "lo", "up");
    String outer = bridge + "." + process;
    run("ip", "link", "add", outer, "type", "veth", "peer", "name", "mail", "netns", name);
    run("ip", "link", "set", outer, "master", bridge, "up");
    run("ip", "-n", name, "address", "add", mail(process) + "/24", "dev", "mail");
    run("ip", "-n", name, "link", "set", "mail", "up");
    String port = "port" + process;
    run(
        "ip",
        "-n",
        mine + SWITCH,
        "link",
        "add",
        port,
        "type",
        "veth",
        "peer",
        "name",
        "cluster",
        "netns",
        name);
    run("ip", "-n", mine + SWITCH, "link", "set", port, "master", "hub", "up");
    run("ip", "-n", name, "address", "add", cluster(process) + "/24", "dev", "cluster");
    run("ip", "-n", name, "link", "set", "cluster", "up");
    in(process, "sysctl", "-q", "-w", "net.ipv4.conf.all.route_localnet=1");
    filter(
        process,
        "add table ip cut;"
            + " add chain ip cut heard { type filter hook input priority 0; };"
            + " add chain ip cut said { type filter hook output priority 0; };"
            + " add table ip operator;"
            + " add chain ip operator led { type nat hook prerouting priority -100; };"
            + (" add rule ip operator led tcp dport " + OPERATOR_PORT)
            + (" dnat to 127.0.0.1:" + OPERATOR_PORT));
  }

  /** From now on, what {@code from} sends to {@code to} over the processes' network is lost. */
  void cut(int from, int to) {
    filter(to, "add rule ip cut heard ip saddr " + cluster(from) + " drop");
  }

  /** Cuts a process off from all others, in both directions. */
  void isolate(int process) {
    for (int other = 1; other <= processes; other++) {
      if (other != process) {
        cut(other, process);
        cut(process, other);
      }
    }
  }

  /** From now on nothing of what a process sends to the database arrives. */
  void cutFromDatabase(int process, int port) {
    filter(process, "add rule ip cut said ip daddr " + database() + " tcp dport " + port + " drop");
  }

  /** Everything arrives again. */
  void heal() {
    for (int process = 1; process <= processes; process++) {
      filter(process, "flush chain ip cut heard; flush chain ip cut said");
    }
  }

  private void filter(int process, String rules) {
    in(process, "nft", rules);
  }

  private void in(int process, String... command) {
    List<String> all = new ArrayList<>(prefix(process));
    all.addAll(List.of(command));
    run(all.toArray(String[]::new));
  }

  private static void run(String... command) {
    Outcome outcome = tried(List.of(command));
    if (outcome.code() != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + outcome.said());
    }
  }

  private record Outcome(int code, String said) {}

  private static Outcome tried(List<String> command) {
    try {
      Path output = Files.createTempFile("namespaces", ".txt");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      String said = Files.readString(output, StandardCharsets.UTF_8);
      Files.delete(output);
      return new Outcome(process.waitFor(), said);
    } catch (IOException failed) {
      return new Outcome(-1, failed.toString());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new Outcome(-1, interrupted.toString());
    }
  }

  @Override
  public List<String> prefix(int process) {
    return List.of("ip", "netns", "exec", mine + process);
  }

  @Override
  public String mail(int process) {
    return "10.231." + net + "." + process;
  }

  @Override
  public String cluster(int process) {
    return "10.231." + (net + 1) + "." + process;
  }

  @Override
  public String operator(int process) {
    return mail(process);
  }

  @Override
  public String database() {
    return "10.231." + net + ".254";
  }

  @Override
  public void close() {
    for (int process = 1; process <= processes; process++) {
      remove(mine + process);
    }
    remove(mine + SWITCH);
    tried(List.of("ip", "link", "delete", bridge));
  }
}
