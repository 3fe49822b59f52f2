package cmtp.simulations.resilience;

import cmtp.node.cli.console.Terminal;
import cmtp.protocol.address.Address;
import cmtp.simulations.resilience.ledger.Ledger;
import cmtp.simulations.resilience.ledger.LedgerEntry;
import cmtp.simulations.resilience.mail.Person;
import cmtp.simulations.resilience.mail.Writers;
import cmtp.simulations.resilience.place.NodeProcess;
import cmtp.simulations.resilience.place.Topology;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What every run has: a folder, a ledger in it, people, and their writers.
 *
 * @param folder everything that the run leaves is in it
 */
record Bench(RunPlan plan, Path folder, Ledger ledger, Terminal terminal) implements AutoCloseable {
  private static final String LEDGER = "ledger";

  static Bench in(Path folder, RunPlan plan, Terminal terminal) throws IOException {
    return new Bench(plan, folder, Ledger.create(folder.resolve(LEDGER)), terminal);
  }

  static long nanos() {
    return System.nanoTime();
  }

  /** Opens the accounts of all domains; the nodes serve. */
  List<Person> open(Topology topology) throws IOException {
    List<Person> people = new ArrayList<>();
    for (String domain : topology.domains()) {
      List<NodeProcess> nodes = topology.serving(domain);
      List<InetSocketAddress> doors = nodes.stream().map(NodeProcess::address).toList();
      for (int i = 1; i <= plan.mailboxes(); i++) {
        Address address = Address.of("person" + i, domain);
        people.add(
            Person.open(
                nodes.get(0).operator(), address, doors, terminal.random(), terminal.nowMillis()));
        ledger.append(List.of(new LedgerEntry.Opened(nanos(), address)));
      }
    }
    return people;
  }

  Writers writers(List<Person> people, long seed) {
    return new Writers(
        people,
        new Writers.Habit(plan.writers(), plan.perSecond(), plan.largePercent() / 100.0),
        ledger,
        seed,
        new Writers.Clocks(Bench::nanos, terminal::nowMillis),
        terminal.random());
  }

  List<LedgerEntry> entries() throws IOException {
    return Ledger.read(folder.resolve(LEDGER));
  }

  @Override
  public void close() throws IOException {
    ledger.close();
  }
}
