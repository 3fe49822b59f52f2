package cmtp.persistence.store;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Which entities the journal knows. A persistence id is a type, {@code |} and a name: {@code
 * RemoteDomain|example.net}. An entity is known from its first event on, for ever.
 */
public interface EntityIds {
  int LIMIT_MAX = 1000;

  /**
   * The names of one type's entities, ascending by their bytes. Costs a few look-ups for each name,
   * however many events there are. The stage completes on a thread of the store, and fails as those
   * of the content store do.
   *
   * @param after the last name of the page before; empty for the first page
   * @param limit 1 to {@value #LIMIT_MAX}; fewer names than this are the last ones
   * @throws IllegalArgumentException if an argument is out of bounds
   */
  CompletionStage<List<String>> list(String type, String after, int limit);
}
