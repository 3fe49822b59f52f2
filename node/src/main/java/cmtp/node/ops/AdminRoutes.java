package cmtp.node.ops;

import java.io.IOException;
import java.util.Optional;

/** A group of the admin interface's requests; called on its threads, so it may block. */
public abstract class AdminRoutes {
  AdminRoutes() {}

  /**
   * @return empty if the request is none of this group's
   * @throws AdminException if it is refused
   */
  abstract Optional<AdminAnswer> answer(AdminRequest request) throws IOException;
}
