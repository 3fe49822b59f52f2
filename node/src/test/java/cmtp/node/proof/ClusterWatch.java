package cmtp.node.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks all along whether there are ever two clusters: two epochs in which processes are up, or two
 * processes that want mail and have not heard of each other for longer than news travels.
 */
final class ClusterWatch implements AutoCloseable {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final Duration NEWS = Duration.ofSeconds(5);
  private static final long FRESH_MS = 2000;

  private final ClusterLab lab;
  private final Thread looking = new Thread(this::look, "cluster-watch");
  private final Set<Long> epochs = new TreeSet<>();
  private final List<String> wrong = new ArrayList<>();
  private long apartSinceNanos;
  private int looks;
  private volatile boolean over;

  /** What a process says that wants mail. */
  private record Ready(String self, long epoch, Set<String> members) {}

  private ClusterWatch(ClusterLab lab) {
    this.lab = lab;
  }

  static ClusterWatch over(ClusterLab lab) {
    ClusterWatch watch = new ClusterWatch(lab);
    watch.looking.setDaemon(true);
    watch.looking.start();
    return watch;
  }

  private void look() {
    while (!over) {
      lookAtDatabase();
      lookAtProcesses();
      looks++;
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void lookAtDatabase() {
    Set<Long> up = new HashSet<>();
    try (Connection connection =
            DriverManager.getConnection(lab.database().url(), lab.database().user(), "");
        Statement statement = connection.createStatement()) {
      try (ResultSet row = statement.executeQuery("SELECT epoch FROM cluster_epoch")) {
        row.next();
        epochs.add(row.getLong(1));
      }
      try (ResultSet row =
          statement.executeQuery(
              "SELECT epoch FROM cluster_member WHERE state = 'UP' AND beat_at >"
                  + " clock_timestamp() - interval '"
                  + FRESH_MS
                  + " ms'")) {
        while (row.next()) {
          up.add(row.getLong(1));
        }
      }
    } catch (SQLException away) {
      return; // it has been stopped
    }
    if (up.size() > 1) {
      wrong.add("up in several epochs: " + up);
    }
  }

  private void lookAtProcesses() {
    List<Ready> ready = new ArrayList<>();
    for (ClusterProcess one : lab.alive()) {
      ready(one).ifPresent(ready::add);
    }
    Optional<String> apart = apart(ready);
    if (apart.isEmpty()) {
      apartSinceNanos = 0;
    } else if (apartSinceNanos == 0) {
      apartSinceNanos = System.nanoTime();
    } else if (System.nanoTime() - apartSinceNanos > NEWS.toNanos()) {
      wrong.add(apart.get());
    }
  }

  private static Optional<Ready> ready(ClusterProcess one) {
    try {
      JsonNode seen = one.cluster();
      Set<String> members = new TreeSet<>();
      seen.get("members").forEach(member -> members.add(member.get("address").asText()));
      return seen.get("ready").asBoolean()
          ? Optional.of(new Ready(seen.get("self").asText(), seen.get("epoch").asLong(), members))
          : Optional.empty();
    } catch (IOException gone) {
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Optional<String> apart(List<Ready> ready) {
    for (Ready one : ready) {
      for (Ready other : ready) {
        if (one.epoch() != other.epoch() || !one.members().contains(other.self())) {
          return Optional.of("two clusters: " + one + " and " + other);
        }
      }
    }
    return Optional.empty();
  }

  int looks() {
    return looks;
  }

  /** There was one cluster, the same all the time, if it began {@code formed} times in all. */
  void verify(int formed) throws InterruptedException {
    close();
    assertEquals(List.of(), wrong);
    assertEquals(formed, epochs.size(), epochs::toString);
  }

  @Override
  public void close() {
    over = true;
    try {
      looking.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
