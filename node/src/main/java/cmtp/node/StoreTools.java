package cmtp.node;

import cmtp.node.mailbox.Mailbox;
import cmtp.persistence.archive.AccountArchive;
import cmtp.persistence.archive.ArchiveFile;
import cmtp.persistence.archive.ArchiveHeader;
import cmtp.persistence.archive.ArchiveSummary;
import cmtp.persistence.archive.DamagedArchive;
import cmtp.persistence.archive.KeptFile;
import cmtp.persistence.archive.Report;
import cmtp.persistence.archive.StoreArchive;
import cmtp.persistence.archive.StoreView;
import cmtp.persistence.archive.Verification;
import cmtp.persistence.engine.Place;
import cmtp.persistence.engine.PostgresPlace;
import cmtp.persistence.engine.SqlitePlace;
import cmtp.persistence.store.StoreUnavailable;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.Password;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/**
 * What is done with a whole store from the command line, beside a running node or without one:
 * reading takes no lock, filling and moving do. Blocks; fails with {@link ArchiveException}.
 */
public final class StoreTools {
  private final Place place;
  private final Optional<Password> secret;
  private final Clock clock;

  /** How far something is: given how much there is in all, hears how much is done. */
  @FunctionalInterface
  public interface Progress extends LongFunction<LongConsumer> {}

  /**
   * @param leftOutKey whether the server's key came sealed for a cluster, has no place here, and
   *     could not be unsealed
   */
  public record Filled(ArchiveSummary summary, String place, boolean leftOutKey) {}

  private StoreTools(Place place, Optional<Password> secret, Clock clock) {
    this.place = place;
    this.secret = secret;
    this.clock = clock;
  }

  /** For the store that a node with these settings uses. */
  public static StoreTools of(NodeSettings settings, Clock clock) {
    return new StoreTools(placeOf(settings), settings.cluster().secret(), clock);
  }

  private static Place placeOf(NodeSettings settings) {
    return settings
        .postgres()
        .<Place>map(server -> new PostgresPlace(settings.dataDirectory(), server))
        .orElseGet(() -> new SqlitePlace(settings.dataDirectory()));
  }

  public String describe() {
    return place.describe();
  }

  /** Writes a backup; the node may run. */
  public ArchiveSummary backup(Path file, boolean overwrite, Progress progress) {
    return guarded(
        file,
        () -> {
          try (StoreView view = place.view()) {
            ArchiveHeader header =
                new ArchiveHeader(
                    ArchiveHeader.Kind.STORE,
                    NodeServer.PRODUCT,
                    view.engine(),
                    view.schemaVersion(),
                    clock.millis(),
                    view.domains());
            List<KeptFile> files = place.files();
            LongConsumer written = progress.apply(view.contentBytes());
            return ArchiveFile.write(
                file, overwrite, out -> StoreArchive.write(header, files, view, out, written));
          }
        });
  }

  /** What an archive says of itself. */
  public static ArchiveHeader header(Path file) {
    return guarded(
        file,
        () -> {
          try (InputStream in = Files.newInputStream(file)) {
            return StoreArchive.header(in);
          }
        });
  }

  /** Fills an empty place from a backup; all or nothing. */
  public Filled restore(Path file, Progress progress) {
    return guarded(
        file,
        () -> {
          LongConsumer read = progress.apply(Files.size(file));
          try (InputStream in = Files.newInputStream(file);
              Place.Filling filling = place.fill(clock)) {
            List<KeptFile> files = new java.util.ArrayList<>();
            ArchiveSummary summary = filling.loader().load(in, files::add, read);
            files.forEach(filling::keep);
            boolean leftOutKey = leavesOutKey(filling);
            filling.complete();
            return new Filled(summary, place.describe(), leftOutKey);
          }
        });
  }

  /** With the cluster's secret, a sealed key becomes a file of the data directory. */
  private boolean leavesOutKey(Place.Filling filling) {
    Map<String, Bytes> sealed = filling.loader().sealedKeys();
    if (!sealed.isEmpty() && secret.isPresent()) {
      SealedKeys.unseal(sealed, secret.get()).forEach(filling::keep);
    }
    return !sealed.isEmpty() && secret.isEmpty();
  }

  /** Judges the store; the node may run. */
  public Report verify(Progress progress) {
    return guarded(
        Path.of(""),
        () -> {
          try (StoreView view = place.view()) {
            return Verification.of(view, progress.apply(view.contentBytes()));
          }
        });
  }

  /** Judges an archive. */
  public static Report verify(Path file, Progress progress) {
    return guarded(
        file,
        () -> {
          LongConsumer read = progress.apply(Files.size(file));
          try (InputStream in = Files.newInputStream(file)) {
            return Verification.of(in, read);
          }
        });
  }

  /** Moves everything to the empty place of other settings; no node of either may run. */
  public Filled migrate(NodeSettings to, Progress rows) {
    Place target = placeOf(to);
    if (target.equals(place)) {
      throw new ArchiveException("the store is in " + target.describe() + " already", null);
    }
    return guarded(
        Path.of(""),
        () -> {
          Filled filled = copy(target, rows);
          mustHaveCome(target, filled.summary());
          place.retire(clock.millis());
          return filled;
        });
  }

  /** Counts once more, before anybody relies on it. */
  private static void mustHaveCome(Place target, ArchiveSummary sent) throws SQLException {
    try (StoreView view = target.view()) {
      if (view.rows() != sent.events() + sent.chunks()) {
        throw new ArchiveException(
            "not everything came to " + target.describe() + "; the old store is as it was", null);
      }
    }
  }

  /** The lock of a data directory that both share is the filling's. */
  private Filled copy(Place target, Progress rows) throws Exception {
    AutoCloseable source = place.hold();
    if (place.directory().equals(target.directory())) {
      source.close();
      source = () -> {};
    }
    try (Place.Filling filling = target.fill(clock);
        StoreView view = place.view()) {
      ArchiveSummary summary = filling.loader().load(view, rows.apply(view.rows()));
      place.files().forEach(filling::keep);
      boolean leftOutKey = leavesOutKey(filling);
      filling.complete();
      return new Filled(summary, target.describe(), leftOutKey);
    } finally {
      source.close();
    }
  }

  /** Writes one account with its mail, still sealed; the node may run. */
  public AccountArchive.Summary export(
      Address address, Path file, boolean overwrite, Progress progress) {
    return guarded(
        file,
        () -> {
          try (StoreView view = place.view()) {
            ArchiveHeader header =
                new ArchiveHeader(
                    ArchiveHeader.Kind.ACCOUNT,
                    NodeServer.PRODUCT,
                    view.engine(),
                    view.schemaVersion(),
                    clock.millis(),
                    List.of(address.toString()));
            String id = Mailbox.persistenceId(address).id();
            LongConsumer written = progress.apply(view.contentBytes());
            return ArchiveFile.write(
                file, overwrite, out -> AccountArchive.write(header, id, view, out, written));
          }
        });
  }

  @FunctionalInterface
  private interface Work<T> {
    T run() throws Exception;
  }

  private static <T> T guarded(Path file, Work<T> work) {
    try {
      return work.run();
    } catch (StoreUnavailable | DamagedArchive told) {
      throw new ArchiveException(told.getMessage(), told);
    } catch (FileAlreadyExistsException there) {
      throw new ArchiveException(file + " exists; --force replaces it", there);
    } catch (NoSuchFileException missing) {
      throw new ArchiveException("there is no " + missing.getFile(), missing);
    } catch (IOException failed) {
      throw new ArchiveException(file + ": " + failed.getMessage(), failed);
    } catch (SQLException failed) {
      throw new ArchiveException("the database failed: " + failed.getMessage(), failed);
    } catch (RuntimeException broken) {
      throw broken;
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
