package cmtp.node.proof;

import cmtp.node.TestNode.User;
import cmtp.node.cluster.Certificates;
import cmtp.node.keys.ServerKeyFile;
import cmtp.persistence.engine.PostgresSettings;
import cmtp.persistence.testing.TestPostgres;
import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.SigningKey;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A cluster that may fall into parts: a database, places for processes that prove themselves to
 * each other with certificates, and a domain that they serve.
 */
final class Parts implements AutoCloseable {
  private static final String DOMAIN = "parts.test";
  private static final int MAIL_PORT = 2424;
  private static final int CLUSTER_PORT = 2426;

  private final Place place;
  private final TestPostgres postgres = TestPostgres.start();
  private final List<Member> members = new ArrayList<>();
  private PostgresSettings database;

  private Parts(Place place) {
    this.place = place;
  }

  /**
   * Starts the first processes, and leaves further places empty.
   *
   * @param places how many there are in all
   */
  static Parts start(Place place, Path folder, int processes, int places) throws Exception {
    Parts parts = new Parts(place);
    try {
      parts.openDatabase();
      parts.prepare(folder, places);
      parts.members.subList(0, processes).forEach(Member::start);
      parts.awaitWhole(processes);
      return parts;
    } catch (Exception | Error failed) {
      parts.close();
      throw failed;
    }
  }

  /** The server listens where the processes are, and believes them. */
  private void openDatabase() throws Exception {
    if (!place.database().equals("127.0.0.1")) {
      postgres.execute("ALTER SYSTEM SET listen_addresses = '127.0.0.1," + place.database() + "'");
      Files.writeString(
          postgres.data().resolve("pg_hba.conf"),
          "\nhost all all " + place.database() + "/24 trust\n",
          StandardOpenOption.APPEND);
      postgres.stop();
      postgres.restart();
    }
    database = postgres.freshDatabase();
  }

  private void prepare(Path folder, int places) throws IOException, InterruptedException {
    Path certificates = folder.resolve("certificates");
    String key = SigningKey.generate().secret().base64();
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= places; i++) {
      names.add(place.cluster(i));
    }
    Certificates.make(certificates, names.toArray(String[]::new));
    for (int i = 1; i <= places; i++) {
      Path data = folder.resolve("n" + i);
      writeServerKey(data, key);
      members.add(
          new Member(
              i,
              new InetSocketAddress(place.mail(i), MAIL_PORT),
              place.operator(i),
              data,
              place.prefix(i),
              settings(i, certificates)));
    }
  }

  private static void writeServerKey(Path data, String key) throws IOException {
    Files.createDirectories(data);
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    Path file = data.resolve(ServerKeyFile.NAME);
    Files.writeString(file, key + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private List<String> settings(int i, Path certificates) {
    boolean apart = !place.operator(i).equals("127.0.0.1");
    return List.of(
        "cmtp.domains=[\"" + DOMAIN + "\"]",
        "cmtp.store.url=\"" + database.url().replace("127.0.0.1", place.database()) + "\"",
        "cmtp.store.user=" + database.user(),
        "cmtp.listen.interface=" + place.mail(i),
        "cmtp.listen.port=" + MAIL_PORT,
        "cmtp.admin.port=" + (apart ? Namespaces.OPERATOR_PORT : 0),
        "cmtp.cluster.interface=" + place.cluster(i),
        "cmtp.cluster.port=" + CLUSTER_PORT,
        "cmtp.cluster.key-store=\"" + certificates.resolve(place.cluster(i) + ".p12") + "\"",
        "cmtp.cluster.trust-store=\"" + certificates.resolve("trust.p12") + "\"",
        "cmtp.cluster.password-file=\"" + certificates.resolve("password") + "\"");
  }

  PostgresSettings database() {
    return database;
  }

  int databasePort() {
    return Integer.parseInt(database.url().replaceAll(".*:([0-9]+)/.*", "$1"));
  }

  List<Member> members() {
    return List.copyOf(members);
  }

  /** Counted from 1. */
  Member member(int number) {
    return members.get(number - 1);
  }

  List<Member> serving() {
    return members.stream().filter(Member::isServing).toList();
  }

  List<User> open(String name, int count) throws IOException, InterruptedException {
    List<User> users = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      users.add(serving().get(0).server().open(Address.of(name + i, DOMAIN)));
    }
    return users;
  }

  /** Waits until so many serve, and each sees all of them, up, reachable and nobody else. */
  Duration awaitWhole(int count) throws Exception {
    return ClusterLab.await(
        count + " members",
        ClusterLab.PATIENCE,
        () -> {
          List<Member> serving = serving();
          if (serving.size() != count) {
            return false;
          }
          for (Member one : serving) {
            JsonNode seen = one.cluster();
            if (!seen.get("ready").asBoolean() || ClusterLab.countUp(seen) != count) {
              return false;
            }
          }
          return true;
        });
  }

  @Override
  public void close() {
    members.forEach(Member::close);
    postgres.close();
    place.close();
  }
}
