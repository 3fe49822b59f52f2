package cmtp.persistence.journal;

import cmtp.persistence.testing.TestEngine;
import java.nio.file.Path;

class SqliteJournalTest extends JournalContract {
  @Override
  TestEngine engine(Path directory) {
    return TestEngine.sqlite(directory);
  }
}
