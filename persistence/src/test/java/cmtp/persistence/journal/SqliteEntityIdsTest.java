package cmtp.persistence.journal;

import cmtp.persistence.testing.TestEngine;
import java.nio.file.Path;

class SqliteEntityIdsTest extends EntityIdsContract {
  @Override
  TestEngine engine(Path directory) {
    return TestEngine.sqlite(directory);
  }
}
