package cmtp.node.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.TestNode.User;
import cmtp.node.proof.Letters.Sent;
import cmtp.protocol.MessageId;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.command.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What writers tried to send, and what was acknowledged to them: written outside of the node, it
 * says what must be in the mailboxes, and what may be.
 */
final class Ledger {
  private final Map<MessageId, Sent> tried;

  /** How long it took from the first attempt to the acknowledgement. */
  private final Map<MessageId, Duration> acknowledged;

  Ledger() {
    this(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
  }

  private Ledger(Map<MessageId, Sent> tried, Map<MessageId, Duration> acknowledged) {
    this.tried = tried;
    this.acknowledged = acknowledged;
  }

  /** What must be in the mailboxes by now; what may be there is anything that is ever tried. */
  Ledger soFar() {
    return new Ledger(tried, Map.copyOf(acknowledged));
  }

  void trying(Sent sent) {
    tried.put(sent.mid(), sent);
  }

  void acknowledged(Sent sent, Duration after) {
    acknowledged.put(sent.mid(), after);
  }

  int tried() {
    return tried.size();
  }

  int acknowledged() {
    return acknowledged.size();
  }

  /** The share of what was tried that was acknowledged in this time. */
  double shareWithin(Duration time) {
    return (double) within(time) / tried.size();
  }

  long within(Duration time) {
    return acknowledged.values().stream().filter(took -> took.compareTo(time) <= 0).count();
  }

  Duration slowest() {
    return acknowledged.values().stream().max(Duration::compareTo).orElse(Duration.ZERO);
  }

  /**
   * In these mailboxes is everything that was acknowledged, and nothing twice, and nothing else
   * than was tried; and it opens.
   *
   * @param servers whom to ask for each mailbox
   */
  void verify(Collection<User> readers, Supplier<InetSocketAddress> servers) {
    int found = readers.parallelStream().mapToInt(reader -> verify(reader, servers.get())).sum();
    assertTrue(found >= acknowledged.size(), found + " of " + acknowledged.size());
  }

  private int verify(User reader, InetSocketAddress server) {
    Set<MessageId> wanted = wanted(reader);
    Set<MessageId> there = new HashSet<>();
    try (CmtpClient session = ServerProcess.session(server, reader, ServerProcess.TIMEOUT)) {
      List<Payload.MessageRow> rows = Inbox.list(session);
      for (Payload.MessageRow row : rows) {
        assertTrue(there.add(row.mid()), () -> "twice: " + row.mid());
        Sent sent = tried.get(row.mid());
        assertNotNull(sent, () -> "never sent: " + row.mid());
        assertEquals(reader.address(), sent.to());
        assertEquals(sent.text(), Inbox.open(session, reader, row.uid()).text());
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(reader.address() + " at " + server, failed);
    }
    wanted.removeAll(there);
    assertEquals(Set.of(), wanted, () -> "acknowledged and lost for " + reader.address());
    return there.size();
  }

  private Set<MessageId> wanted(User reader) {
    Set<MessageId> wanted = new HashSet<>();
    for (MessageId mid : acknowledged.keySet()) {
      if (tried.get(mid).to().equals(reader.address())) {
        wanted.add(mid);
      }
    }
    return wanted;
  }

  @Override
  public String toString() {
    return "%d sent, %d acknowledged, the slowest after %.1f s"
        .formatted(tried(), acknowledged(), slowest().toMillis() / 1000.0);
  }
}
