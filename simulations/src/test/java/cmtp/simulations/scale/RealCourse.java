package cmtp.simulations.scale;

import cmtp.persistence.queue.QueueEvent;
import cmtp.persistence.queue.QueuedMail;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.AccountName;
import cmtp.protocol.address.DomainName;
import cmtp.simulations.sim.federation.FederationWorld;
import cmtp.simulations.sim.federation.Letter;
import cmtp.simulations.sim.federation.Sender;
import cmtp.simulations.sim.federation.SimulatedNode;
import cmtp.simulations.sim.federation.User;
import cmtp.simulations.sim.federation.Witness;
import cmtp.simulations.sim.network.SimulatedDns;
import cmtp.simulations.sim.network.Weather;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A node of real actors that sends to others, whose lines are cut by a plan and never else. */
final class RealCourse {
  private static final int TEXT_BYTES = 300;
  private static final AccountName USER = new AccountName("u");

  private final FederationWorld world;
  private final Course course;
  private final SimulatedNode sender;
  private final User writer;
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private final List<User> readers = new ArrayList<>();
  private final Map<Integer, Map<Long, QueuedMail>> waiting = new HashMap<>();
  private final long beginMs;
  private long letters;

  /**
   * @param settings of the nodes, by full name
   */
  RealCourse(int domains, Map<String, String> settings) {
    course = new Course(domains);
    world = new FederationWorld(1, settings, this::stored, new Deaf());
    world.network().setWeather(new Weather(Duration.ofMillis(20), 0, 0, 0, 1 << 30));
    world.dns().setMood(new SimulatedDns.Mood(Duration.ZERO, 0));
    sender = node("s");
    for (int i = 0; i < domains; i++) {
      nodes.add(node("d" + i));
    }
    world.startClients(sender);
    world.time().runTo(Duration.ofSeconds(30));
    writer = user(sender);
    nodes.forEach(node -> readers.add(user(node)));
    world.time().runTo(Duration.ofMinutes(1));
    beginMs = world.time().millis();
  }

  private SimulatedNode node(String name) {
    SimulatedNode node = world.addNode(name, new DomainName(name + ".example"));
    world.publish(node);
    world.start(node);
    return node;
  }

  private User user(SimulatedNode node) {
    User user = world.newUser(USER, node.domain());
    world.openAccount(node, user);
    return user;
  }

  /** The domain's node can't be reached from then on, for so long. */
  void outage(int domain, Duration from, Duration length) {
    var address = nodes.get(domain).address().getAddress();
    world.time().after(from, () -> world.network().isolate(address, true));
    world.time().after(from.plus(length), () -> world.network().isolate(address, false));
  }

  void letter(int domain, Duration at) {
    world.time().after(at, () -> send(readers.get(domain)));
  }

  private void send(User reader) {
    Letter letter =
        Letter.write(
            letters++,
            writer,
            reader.address(),
            reader.key().publicKey(),
            TEXT_BYTES,
            count -> Bytes.wrap(new byte[count]),
            world.time().millis());
    world.clients().send(letter, Sender.WRITER, sender.domain());
  }

  Course run(Duration length) {
    world.time().runTo(world.time().elapsed().plus(length));
    return course;
  }

  private void stored(String run, String persistenceId, Object event) {
    if (event instanceof QueueEvent queued && world.nodeOfRun(run) == sender) {
      String name = persistenceId.substring(persistenceId.indexOf('|') + 2);
      int domain = Integer.parseInt(name.substring(0, name.indexOf('.')));
      apply(domain, queued, waiting.computeIfAbsent(domain, any -> new HashMap<>()));
    }
  }

  private void apply(int number, QueueEvent event, Map<Long, QueuedMail> mails) {
    Course.OfDomain domain = course.of(number);
    if (event instanceof QueueEvent.MailQueued e) {
      e.mails().forEach(mail -> mails.put(mail.id(), mail));
      e.mails().forEach(mail -> domain.accepted().add(mail.acceptedMs() - beginMs));
    } else if (event instanceof QueueEvent.DialStarted e) {
      domain.dialled().add(e.atMs() - beginMs);
    } else if (event instanceof QueueEvent.Delivered e) {
      e.ids().forEach(id -> left(domain, true, mails.remove(id), e.atMs()));
    } else if (event instanceof QueueEvent.Failed e) {
      e.failures().forEach(one -> left(domain, false, mails.remove(one.id()), e.atMs()));
    }
  }

  private void left(Course.OfDomain domain, boolean delivered, QueuedMail mail, long atMs) {
    domain.gone().add(new Course.Gone(delivered, mail.acceptedMs() - beginMs, atMs - beginMs));
  }

  /** What the queues store tells all. */
  private static final class Deaf implements Witness {
    @Override
    public void written(Letter letter, Sender by, DomainName at) {}

    @Override
    public void acknowledged(Letter letter, Bytes receiptSignature) {}

    @Override
    public void refused(Letter letter, String reason) {
      throw new AssertionError(reason);
    }

    @Override
    public void putOff(Letter letter, String reason) {
      throw new AssertionError(reason);
    }

    @Override
    public void abandoned(Letter letter, String reason) {}

    @Override
    public void misbehaved(Letter letter, String how) {
      throw new AssertionError(how);
    }
  }
}
