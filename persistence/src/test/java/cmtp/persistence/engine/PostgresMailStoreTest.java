package cmtp.persistence.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.persistence.store.StoreUnavailable;
import cmtp.persistence.testing.TestEngine;
import cmtp.persistence.testing.TestPostgres;
import cmtp.protocol.Bytes;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresMailStoreTest {
  @TempDir private Path temp;

  private MailStore open(String process, PostgresSettings settings) {
    return PostgresMailStore.open(temp.resolve(process), settings, process, Clock.systemUTC());
  }

  @Test
  void manyStartersMakeTheTablesOnceAndShareThem() throws SQLException {
    PostgresSettings database = TestPostgres.shared().freshDatabase();
    List<CompletableFuture<MailStore>> starters = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String process = "p" + i;
      starters.add(CompletableFuture.supplyAsync(() -> open(process, database), Runnable::run));
      starters.add(CompletableFuture.supplyAsync(() -> open(process + "b", database)));
    }
    List<MailStore> stores = starters.stream().map(CompletableFuture::join).toList();
    long id = stores.get(0).contents().newId();
    stores.get(0).contents().append(id, "x", 0, Bytes.utf8("shared")).toCompletableFuture().join();
    for (MailStore store : stores) {
      assertEquals(
          Bytes.utf8("shared"), store.contents().read(id, 0, 99).toCompletableFuture().join());
    }
    assertEquals(
        PostgresSchema.version(),
        TestEngine.number(stores.get(0), "SELECT count(*) FROM schema_version"));
    stores.forEach(MailStore::close);
  }

  @Test
  void refusesADatabaseOfANewerVersionAndNamesBoth() throws SQLException {
    PostgresSettings database = TestPostgres.shared().freshDatabase();
    int newer = PostgresSchema.version() + 3;
    try (MailStore store = open("first", database)) {
      TestEngine.execute(store, "INSERT INTO schema_version VALUES (" + newer + ", 0)");
    }
    String refused =
        assertThrows(StoreUnavailable.class, () -> open("second", database)).getMessage();
    assertTrue(refused.contains("version " + newer), refused);
    assertTrue(refused.contains("up to " + PostgresSchema.version()), refused);
    assertThrows(StoreUnavailable.class, () -> open("second", database), "the lock was kept");
  }

  @Test
  void aDataDirectoryIsOfOneProcess() {
    PostgresSettings database = TestPostgres.shared().freshDatabase();
    try (MailStore first = open("same", database)) {
      String refused =
          assertThrows(StoreUnavailable.class, () -> open("same", database)).getMessage();
      assertTrue(refused.contains("in use"), refused + first.describe());
    }
  }

  @Test
  void saysSoonThatNobodyListens() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/mail";
    String refused =
        assertThrows(
                StoreUnavailable.class,
                () -> open("p", new PostgresSettings(url, "cmtp", Optional.empty())))
            .getMessage();
    assertTrue(refused.startsWith(url + " can't be reached"), refused);
  }

  @Test
  void doesNotWaitForEverForAServerThatSaysNothing() throws Exception {
    try (ServerSocket silent = new ServerSocket(0)) {
      PostgresSettings settings =
          new PostgresSettings(
              "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/mail",
              "cmtp",
              Optional.empty(),
              PostgresSettings.CONNECTIONS_MIN + 1,
              Duration.ofSeconds(1),
              Duration.ofSeconds(2));
      assertThrows(StoreUnavailable.class, () -> open("p", settings));
    }
  }

  @Test
  void logsInWithThePasswordInTheFile() throws Exception {
    TestPostgres server = TestPostgres.shared();
    server.execute("CREATE ROLE mailer LOGIN PASSWORD 'pass word'");
    Path rules = server.data().resolve("pg_hba.conf");
    Files.writeString(
        rules, "host all mailer 127.0.0.1/32 scram-sha-256\n" + Files.readString(rules));
    server.execute("SELECT pg_reload_conf()");
    PostgresSettings database = server.freshDatabase();
    String name = database.url().substring(database.url().lastIndexOf('/') + 1);
    server.execute("ALTER DATABASE " + name + " OWNER TO mailer");
    Path file = Files.writeString(temp.resolve("password"), "pass word\n");
    Path wrong = Files.writeString(temp.resolve("wrong"), "pass\n");
    open("p", new PostgresSettings(database.url(), "mailer", Optional.of(file))).close();
    String refused =
        assertThrows(
                StoreUnavailable.class,
                () -> open("p", new PostgresSettings(database.url(), "mailer", Optional.of(wrong))))
            .getMessage();
    assertTrue(refused.contains("refuses the login"), refused);
  }

  @Test
  void aPasswordInTheUrlIsRefusedAndNotRepeated() {
    for (String url :
        List.of(
            "jdbc:postgresql://host/mail?user=u&password=geheim",
            "jdbc:postgresql://host/mail?PASSWORD=geheim",
            "jdbc:postgresql://u:geheim@host/mail")) {
      String refused =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> new PostgresSettings(url, "", Optional.empty()))
              .getMessage();
      assertFalse(refused.contains("geheim"), refused);
    }
  }
}
