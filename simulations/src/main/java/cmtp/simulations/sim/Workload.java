package cmtp.simulations.sim;

import cmtp.protocol.address.AccountName;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.simulations.sim.federation.FederationWorld;
import cmtp.simulations.sim.federation.Letter;
import cmtp.simulations.sim.federation.Sender;
import cmtp.simulations.sim.federation.User;
import cmtp.simulations.sim.scenario.Scenario;
import cmtp.simulations.sim.scenario.Work;
import cmtp.simulations.sim.virtual.SeededRandom;
import java.util.List;

/** What users write, and when: by chance, at the same rate all the time. */
final class Workload {
  /** Every node is told that the next one has it. */
  static final DomainName RING = new DomainName("ring.example");

  private static final AccountName NOBODY = new AccountName("nobody");

  private final FederationWorld world;
  private final Work work;
  private final double meanGapNanos;
  private final List<List<User>> users;
  private final List<DomainName> poisoned;
  private final SeededRandom random;
  private final long endNanos;
  private int written;

  Workload(
      FederationWorld world,
      Scenario scenario,
      List<List<User>> users,
      List<DomainName> poisoned,
      SeededRandom random) {
    this.world = world;
    this.work = scenario.work();
    this.users = users;
    this.poisoned = poisoned;
    this.random = random;
    this.meanGapNanos =
        (double) scenario.duration().toNanos()
            * Math.max(1, work.burst())
            / Math.max(1, work.mails());
    this.endNanos = world.time().nowNanos() + scenario.duration().toNanos();
  }

  void start() {
    next();
  }

  private void next() {
    if (written < work.mails()) {
      world.time().afterNanos((long) random.exponential(meanGapNanos), this::write);
    }
  }

  private void write() {
    if (world.time().nowNanos() >= endNanos) {
      return;
    }
    User from = random.oneOf(random.oneOf(users));
    int letters = Math.min(Math.max(1, work.burst()), work.mails() - written);
    Address same = null;
    for (int i = 0; i < letters; i++) {
      same = write(from, same);
    }
    next();
  }

  /** The letters of one burst go to one domain. */
  private Address write(User from, Address before) {
    written++;
    User reader = reader(from, before);
    double kind = random.unit();
    if (kind < work.unproven()) {
      writeUnproven(from, reader);
      return reader.address();
    }
    Address to = destination(kind - work.unproven(), reader);
    Letter letter = letter(from, to, reader.key().publicKey());
    if (random.chance(work.strangers())) {
      world.clients().send(letter, Sender.STRANGER, reader.address().domain());
    } else {
      world.clients().send(letter, Sender.WRITER, from.address().domain());
    }
    return reader.address();
  }

  private Address destination(double kind, User reader) {
    if (kind < work.nobody()) {
      return new Address(NOBODY, reader.address().domain());
    }
    if (kind < work.nobody() + work.ring()) {
      return new Address(NOBODY, RING);
    }
    boolean poison = kind < work.nobody() + work.ring() + work.poison();
    return poison && !poisoned.isEmpty()
        ? new Address(NOBODY, random.oneOf(poisoned))
        : reader.address();
  }

  /** It says that it is from a user, or from the server itself; nobody can have it. */
  private void writeUnproven(User from, User reader) {
    DomainName at = from.address().domain();
    boolean asServer = random.chance(0.5);
    User pretended = asServer ? new User(new Address(AccountName.SERVER, at), from.key()) : from;
    Address to = new Address(NOBODY, reader.address().domain());
    if (!to.domain().equals(at)) {
      Letter letter = letter(pretended, to, reader.key().publicKey());
      world.clients().send(letter, Sender.TRUSTED_HOST, at);
    }
  }

  private Letter letter(User from, Address to, VerifyKey reader) {
    int size =
        (int) Math.min(work.sizeMax(), random.logNormal(work.sizeMedian(), work.sizeSigma()));
    return Letter.write(written, from, to, reader, size, random, world.time().millis());
  }

  private User reader(User from, Address before) {
    double where = random.unit();
    int home = domain(from.address());
    int to = random.below(users.size());
    if (before != null) {
      to = domain(before);
    } else if (where < work.local()) {
      to = home;
    } else if (where < work.local() + work.hub()) {
      to = 0;
    }
    return random.oneOf(users.get(to));
  }

  private static int domain(Address address) {
    String name = address.domain().value();
    return Integer.parseInt(name.substring(1, name.indexOf('.')));
  }
}
