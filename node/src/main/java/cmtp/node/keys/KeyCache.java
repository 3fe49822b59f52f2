package cmtp.node.keys;

import cmtp.protocol.address.Address;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was told of foreign users' keys, each answer for its time; of too many, the one not asked
 * for the longest is forgotten.
 */
final class KeyCache {
  private final KeySettings settings;
  private final LinkedHashMap<Address, Remembered> byUse;

  private record Remembered(RemoteKeys.Answer answer, long untilMillis) {}

  KeyCache(KeySettings settings) {
    this.settings = settings;
    this.byUse =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Address, Remembered> eldest) {
            return size() > settings.cacheEntries();
          }
        };
  }

  Optional<RemoteKeys.Answer> find(Address address, long nowMillis) {
    Remembered found = byUse.get(address);
    if (found != null && found.untilMillis() <= nowMillis) {
      byUse.remove(address);
      return Optional.empty();
    }
    return Optional.ofNullable(found).map(Remembered::answer);
  }

  /** That it could not be told is not remembered. */
  void remember(Address address, RemoteKeys.Answer answer, long nowMillis) {
    if (answer instanceof RemoteKeys.Found) {
      byUse.put(address, new Remembered(answer, nowMillis + settings.ttl().toMillis()));
    } else if (answer instanceof RemoteKeys.NoKey) {
      byUse.put(address, new Remembered(answer, nowMillis + settings.negativeTtl().toMillis()));
    }
  }
}
