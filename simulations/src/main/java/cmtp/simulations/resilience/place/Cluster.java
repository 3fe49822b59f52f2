package cmtp.simulations.resilience.place;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.keys.ServerKeyFile;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import cmtp.simulations.postgres.OwnPostgres;
import cmtp.simulations.resilience.disk.DirectoryTree;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Three processes that are one node, and a PostgreSQL server. */
public final class Cluster implements Topology {
  private static final String DOMAIN = "cluster.test";
  private static final int PROCESSES = 3;

  private final OwnPostgres database;
  private final List<NodeProcess> nodes = new ArrayList<>();

  private Cluster(OwnPostgres database) {
    this.database = database;
  }

  public static Cluster in(Path folder, SecureRandomBytes random) throws IOException {
    Cluster cluster =
        new Cluster(
            OwnPostgres.start(folder.resolve("postgres"), folder.resolve("postgres-programs"), 0));
    String key = SigningKey.generate(random).secret().base64();
    for (int i = 1; i <= PROCESSES; i++) {
      cluster.add(i, folder, key);
    }
    return cluster;
  }

  private void add(int i, Path folder, String serverKey) throws IOException {
    String host = Loopback.host(i);
    Path data = folder.resolve("n" + i);
    DirectoryTree.createPrivate(data);
    Path key = data.resolve(ServerKeyFile.NAME);
    Files.writeString(key, serverKey + "\n");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    nodes.add(
        new NodeProcess(
            new NodeProcess.Spot(
                "n" + i,
                data,
                new InetSocketAddress(host, NodeProcess.freePort(host)),
                Optional.empty(),
                List.of(),
                List.of(
                    "cmtp.domains=[\"" + DOMAIN + "\"]",
                    "cmtp.store.url=\"" + database.url() + "\"",
                    "cmtp.store.user=" + OwnPostgres.USER,
                    "cmtp.cluster.interface=" + host,
                    "cmtp.cluster.port=" + NodeProcess.freePort(host)))));
  }

  @Override
  public List<NodeProcess> nodes() {
    return List.copyOf(nodes);
  }

  @Override
  public List<String> domains() {
    return List.of(DOMAIN);
  }

  /** All see all, up and reachable. */
  @Override
  public boolean isWhole(long any) {
    for (NodeProcess node : nodes) {
      try {
        JsonNode seen = node.operator().get("/v1/cluster");
        if (!seen.path("ready").asBoolean() || !allUp(seen.path("members"))) {
          return false;
        }
      } catch (IOException | CliFailure unanswered) {
        return false;
      }
    }
    return true;
  }

  private static boolean allUp(JsonNode members) {
    for (JsonNode member : members) {
      if (!member.path("status").asText().equals("Up") || !member.path("reachable").asBoolean()) {
        return false;
      }
    }
    return members.size() == PROCESSES;
  }

  /** A process that lost its place ends, and is to be started again. */
  @Override
  public boolean mayEnd(int code) {
    return code == ExitCode.LOST.number();
  }

  @Override
  public boolean isQuiet() {
    return true; // one domain: what is taken is in its mailbox
  }

  @Override
  public void close() throws IOException {
    nodes.forEach(NodeProcess::close);
    database.close();
  }
}
