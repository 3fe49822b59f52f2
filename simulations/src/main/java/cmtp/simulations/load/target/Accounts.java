package cmtp.simulations.load.target;

import java.io.IOException;
import java.util.List;

/** The mailboxes of a run. */
public interface Accounts {
  List<TestMailbox> mailboxes();

  /** How many messages they hold, all together. */
  long stored() throws IOException;
}
