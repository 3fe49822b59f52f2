package cmtp.persistence.archive;

import java.io.IOException;

/** A file is no archive, not all of one, or not as it was written; the message tells what. */
public final class DamagedArchive extends IOException {
  private static final long serialVersionUID = 1;

  DamagedArchive(String message) {
    super(message);
  }

  DamagedArchive(String message, Throwable cause) {
    super(message, cause);
  }
}
