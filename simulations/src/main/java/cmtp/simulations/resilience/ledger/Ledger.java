package cmtp.simulations.resilience.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file that all entries go to. They are on stable storage when {@link #append} returns; those
 * of several threads at the same time share a sync. For many threads.
 */
public final class Ledger implements Closeable {
  private static final int DAMAGED_SHOWN = 80;

  private final FileChannel file;
  private final StringBuilder waiting = new StringBuilder();
  private long asked;
  private long synced;
  private boolean syncing;

  private Ledger(FileChannel file) {
    this.file = file;
  }

  /** A new one; a file that is there already is not touched. */
  public static Ledger create(Path path) throws IOException {
    return new Ledger(
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  /** Returns when these entries can't get lost any more. */
  public void append(List<? extends LedgerEntry> entries) {
    long mine;
    synchronized (this) {
      entries.forEach(entry -> waiting.append(LedgerLine.write(entry)).append('\n'));
      mine = ++asked;
    }
    boolean done = false;
    while (!done) {
      done = syncOrWait(mine);
    }
  }

  /** Whether it is done; one of those who wait syncs for all. */
  private boolean syncOrWait(long mine) {
    ByteBuffer batch;
    long upTo;
    synchronized (this) {
      if (synced >= mine) {
        return true;
      }
      if (syncing) {
        awaitTurn();
        return synced >= mine;
      }
      syncing = true;
      batch = StandardCharsets.UTF_8.encode(waiting.toString());
      waiting.setLength(0);
      upTo = asked;
    }
    write(batch);
    synchronized (this) {
      syncing = false;
      synced = upTo;
      notifyAll();
    }
    return true;
  }

  private synchronized void awaitTurn() {
    try {
      wait();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the ledger was written", interrupted);
    }
  }

  private void write(ByteBuffer batch) {
    try {
      while (batch.hasRemaining()) {
        file.write(batch);
      }
      file.force(false);
    } catch (IOException failed) {
      throw new UncheckedIOException("the ledger can't be written", failed);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /**
   * All entries, in the order in which they were written. A last line without an end does not
   * count: nobody went on before it was whole.
   *
   * @throws IOException also if a line is not of a ledger
   */
  public static List<LedgerEntry> read(Path path) throws IOException {
    String text = Files.readString(path);
    List<LedgerEntry> entries = new ArrayList<>();
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      Optional<LedgerEntry> entry = LedgerLine.read(line);
      entries.add(
          entry.orElseThrow(
              () ->
                  new IOException(
                      path
                          + " is damaged at: "
                          + line.substring(0, Math.min(line.length(), DAMAGED_SHOWN)))));
    }
    return entries;
  }
}
