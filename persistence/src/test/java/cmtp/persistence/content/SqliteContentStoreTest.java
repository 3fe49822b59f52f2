package cmtp.persistence.content;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.persistence.engine.MailStore;
import cmtp.persistence.testing.TestEngine;
import cmtp.protocol.Bytes;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteContentStoreTest extends ContentStoreContract {
  private static final String OWNER = "Mailbox|ann@example.org";

  @TempDir private Path limited;

  @Override
  TestEngine engine(Path directory) {
    return TestEngine.sqlite(directory);
  }

  @Test
  void aFullDiskFailsTheGroupAndTheNextOneSucceeds() throws SQLException {
    Bytes large = Bytes.wrap(new byte[ContentStore.CHUNK_BYTES_MAX]);
    try (MailStore store = TestEngine.sqlite(limited).open()) {
      ContentStore content = store.contents();
      TestEngine.execute(store, "PRAGMA max_page_count = 200");
      long id = content.newId();
      Throwable failure =
          assertThrows(
                  CompletionException.class,
                  () ->
                      content
                          .append(id, OWNER, 0, large)
                          .thenCompose(done -> content.append(id, OWNER, 1, large))
                          .thenCompose(done -> content.append(id, OWNER, 2, large))
                          .thenCompose(done -> content.append(id, OWNER, 3, large))
                          .toCompletableFuture()
                          .join())
              .getCause();
      assertTrue(failure.getMessage().contains("the disk is full"), failure.getMessage());
      TestEngine.execute(store, "PRAGMA max_page_count = 100000");
      content.append(content.newId(), OWNER, 0, large).toCompletableFuture().join();
    }
  }
}
