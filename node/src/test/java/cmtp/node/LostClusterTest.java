package cmtp.node;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.persistence.engine.PostgresSettings;
import cmtp.persistence.testing.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node on PostgreSQL: in a cluster that others may join. */
class LostClusterTest {
  private final PostgresSettings database = TestPostgres.shared().freshDatabase();
  @TempDir private Path data;

  private NodeServer start() {
    return NodeServer.start(
        NodeSettings.load(
            Optional.empty(),
            Map.of(
                "cmtp.data-directory", "\"" + data + "\"",
                "cmtp.listen.port", "0",
                "cmtp.cluster.port", "0",
                "cmtp.store.url", "\"" + database.url() + "\"",
                "cmtp.store.user", "\"" + database.user() + "\"")));
  }

  private void run(String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection(database.url(), database.user(), "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void endsByItselfWhenAnotherClusterHasFormed() throws Exception {
    try (NodeServer node = start()) {
      assertTrue(node.readiness().isReady(), node.readiness().reasons().toString());
      run("UPDATE cluster_epoch SET epoch = epoch + 1");
      node.awaitTermination();
      assertTrue(node.lost().orElseThrow().contains("another cluster"));
    }
  }

  @Test
  void leavesNoRowBehindWhenItIsStopped() throws Exception {
    start().close();
    run("DO $$ BEGIN ASSERT (SELECT count(*) FROM cluster_member) = 0; END $$");
    try (NodeServer again = start()) {
      assertTrue(again.lost().isEmpty());
    }
  }

  @Test
  void refusesAnInterfaceThatOthersReachWithoutCertificates() {
    Map<String, String> open =
        Map.of(
            "cmtp.store.url",
            "\"" + database.url() + "\"",
            "cmtp.cluster.interface",
            "\"10.0.0.1\"");
    SettingsException refused =
        assertThrows(SettingsException.class, () -> NodeSettings.load(Optional.empty(), open));
    assertTrue(refused.getMessage().contains("cmtp-certificates"), refused.getMessage());
  }
}
