package cmtp.node.cli.demo;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.dns.AuthoritativeDns;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** The demo's nodes and people, and what they do. */
final class Demo implements AutoCloseable {
  private static final String PASSWORD = "correct horse battery staple\n";
  private static final int LOOKS_MAX = 150;
  private static final long LOOK_MILLIS = 200;

  private final Terminal screen;
  private final Path folder;
  private final AuthoritativeDns dns;
  private final DemoNode red;
  private final DemoNode green;
  private final DemoNode blue;
  private final AtomicBoolean closed = new AtomicBoolean();

  Demo(Terminal screen) throws IOException {
    this.screen = screen;
    this.folder = Files.createTempDirectory("cmtp-demo");
    this.dns = AuthoritativeDns.start(0, List.of());
    this.red = new DemoNode("red.test", folder, dns.address().getPort());
    this.green = new DemoNode("green.test", folder, dns.address().getPort());
    this.blue = new DemoNode("blue.test", folder, dns.address().getPort());
  }

  void run() throws IOException, InterruptedException {
    title("Three nodes and a name server start");
    for (DemoNode node : List.of(red, green, blue)) {
      node.start();
    }
    for (DemoNode node : List.of(red, green, blue)) {
      node.awaitReady();
      publish(node);
    }
    title("Three people get accounts, and keys that only their passwords open");
    DemoPerson alice = person("alice", red);
    DemoPerson bob = person("bob", green);
    DemoPerson carol = person("carol", blue);
    across(alice, bob, carol);
    outage(alice, bob);
  }

  private void publish(DemoNode node) {
    String record =
        "_cmtp._tcp."
            + node.domain()
            + ". 60 IN SRV 0 0 "
            + node.port()
            + " node."
            + node.domain()
            + ".";
    dns.put(record);
    dns.put("node." + node.domain() + ". 60 IN A 127.0.0.1");
    screen.say("  " + node.domain() + " on 127.0.0.1:" + node.port() + ", in DNS: " + record);
  }

  private DemoPerson person(String name, DemoNode node) throws IOException {
    Path home = Files.createDirectories(folder.resolve("home-" + name));
    DemoPerson person = new DemoPerson(name + "$", screen, home, node);
    String address = name + "@" + node.domain();
    person.quietly(PASSWORD, "account", "add", address, "--password-stdin");
    person.quietly(PASSWORD, "login", address, "--server", "127.0.0.1:" + node.port());
    screen.say("  " + address);
    return person;
  }

  private void across(DemoPerson alice, DemoPerson bob, DemoPerson carol)
      throws IOException, InterruptedException {
    title("Alice writes to two other domains: nobody told her node where they are");
    alice.types(
        "send",
        "bob@green.test",
        "carol@blue.test",
        "--subject",
        "Lunch?",
        "--text",
        "At twelve, under the old tree.");
    awaitMail(bob, green, 1);
    awaitMail(carol, blue, 1);
    bob.types("read", "1");
    title("Carol answers");
    carol.types("reply", "1", "--text", "I'll bring the bread.");
    awaitMail(alice, red, 1);
    alice.types("inbox");
  }

  private void outage(DemoPerson alice, DemoPerson bob) throws IOException, InterruptedException {
    DemoPerson operator = new DemoPerson("red.test#", screen, folder, red);
    title("green.test stops; Alice writes all the same");
    green.close();
    alice.types("send", "bob@green.test", "--subject", "Rain", "--text", "We meet inside.");
    String mid = awaitFailedAttempt(operator);
    title("Her node answers for the message now, and tries again and again");
    alice.types("outbox");
    operator.types("queue", "summary");
    title("green.test is back");
    green.start();
    green.awaitReady();
    awaitMail(bob, green, 2);
    bob.types("read", "2");
    title("The operator of red.test can prove that it was handed over");
    operator.types("trace", mid);
  }

  private String awaitFailedAttempt(DemoPerson operator) throws IOException, InterruptedException {
    for (int look = 0; look < LOOKS_MAX; look++) {
      JsonNode mails = operator.asks("queue", "list").path("mails");
      if (mails.size() > 0 && mails.get(0).path("attempts").asInt() > 0) {
        return mails.get(0).path("mid").asText();
      }
      mustBeAlive(red);
    }
    throw new CliFailure(ExitCode.REFUSED, "the queue of red.test saw no attempt");
  }

  private static void awaitMail(DemoPerson reader, DemoNode node, int count)
      throws IOException, InterruptedException {
    for (int look = 0; look < LOOKS_MAX; look++) {
      if (reader.asks("inbox").path("messages").size() >= count) {
        return;
      }
      mustBeAlive(node);
    }
    throw new CliFailure(ExitCode.REFUSED, "no mail arrived at " + node.domain());
  }

  private static void mustBeAlive(DemoNode node) throws InterruptedException {
    if (!node.isAliveAfter(LOOK_MILLIS)) {
      throw new CliFailure(ExitCode.REFUSED, "the node of " + node.domain() + " ended");
    }
  }

  private void title(String text) {
    screen.say("");
    screen.say("== " + text);
    screen.out().flush();
  }

  /** Stops the nodes and removes everything; safe to call twice, and from a shutdown hook. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    List.of(red, green, blue).parallelStream().forEach(DemoNode::close);
    try (dns;
        Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(Demo::delete);
    } catch (IOException left) {
      screen.warn("could not remove " + folder + ": " + left.getMessage());
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException left) {
      throw new UncheckedIOException(left);
    }
  }
}
