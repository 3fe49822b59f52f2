package cmtp.persistence.journal;

import cmtp.persistence.testing.TestEngine;
import java.nio.file.Path;

class PostgresEntityIdsTest extends EntityIdsContract {
  @Override
  TestEngine engine(Path directory) {
    return TestEngine.postgres(directory);
  }
}
