package cmtp.persistence.content;

import cmtp.persistence.testing.TestEngine;
import java.nio.file.Path;

class PostgresTraceStoreTest extends TraceStoreContract {
  @Override
  TestEngine engine(Path directory) {
    return TestEngine.postgres(directory);
  }
}
