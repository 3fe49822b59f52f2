package cmtp.persistence.content;

import cmtp.persistence.testing.TestEngine;
import java.nio.file.Path;

class SqliteTraceStoreTest extends TraceStoreContract {
  @Override
  TestEngine engine(Path directory) {
    return TestEngine.sqlite(directory);
  }
}
