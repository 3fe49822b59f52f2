package cmtp.simulations.sim;

import cmtp.protocol.address.AccountName;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.simulations.sim.federation.FederationWorld;
import cmtp.simulations.sim.federation.Letter;
import cmtp.simulations.sim.federation.SimulatedNode;
import cmtp.simulations.sim.federation.User;
import cmtp.simulations.sim.virtual.SeededRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Strangers who come in waves: many connections at the same moment, each with a letter to a reader
 * of the node's, one to nobody, and one that is none of the node's business.
 */
final class Floods {
  private static final Duration BETWEEN_WAVES = Duration.ofSeconds(10);
  private static final int TEXT_BYTES = 500;
  private static final Address NOWHERE = Address.parse("stranger@nowhere.example");
  private static final AccountName NOBODY = new AccountName("nobody");

  private final FederationWorld world;
  private final List<List<User>> users;
  private final SeededRandom random;
  private final User stranger;
  private final Map<SimulatedNode, Integer> connections = new HashMap<>();
  private long letters;

  /**
   * @param users of each node, in the nodes' order
   */
  Floods(FederationWorld world, List<List<User>> users, SeededRandom random) {
    this.world = world;
    this.users = users;
    this.random = random;
    this.stranger = world.newUser(NOWHERE.account(), NOWHERE.domain());
  }

  /**
   * @param strength connections at the same moment; zero: the flood is over
   */
  void set(SimulatedNode node, int strength) {
    boolean under = connections.containsKey(node);
    if (strength == 0) {
      connections.remove(node);
    } else {
      connections.put(node, strength);
    }
    if (!under && strength > 0) {
      wave(node);
    }
  }

  private void wave(SimulatedNode node) {
    int many = connections.getOrDefault(node, 0);
    for (int i = 0; i < many; i++) {
      world.clients().flood(node, i, letters(node));
    }
    if (many > 0) {
      world.time().after(BETWEEN_WAVES, () -> wave(node));
    }
  }

  private List<Letter> letters(SimulatedNode node) {
    User here = reader(node.domain(), true);
    User elsewhere = reader(node.domain(), false);
    return List.of(
        letter(here.address(), here),
        letter(new Address(NOBODY, node.domain()), here),
        letter(elsewhere.address(), elsewhere));
  }

  /** Somebody of that domain, or of another one, if there is any. */
  private User reader(DomainName domain, boolean there) {
    List<User> some =
        users.stream()
            .map(random::oneOf)
            .filter(user -> user.address().domain().equals(domain) == there)
            .toList();
    return some.isEmpty() ? random.oneOf(users.get(0)) : random.oneOf(some);
  }

  private Letter letter(Address to, User reader) {
    return Letter.write(
        ++letters,
        stranger,
        to,
        reader.key().publicKey(),
        TEXT_BYTES,
        random,
        world.time().millis());
  }
}
