package cmtp.node.cli.doctor;

import cmtp.node.cli.console.Printable;
import cmtp.node.cli.doctor.DnsFacts.Target;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.client.RefusedException;
import cmtp.protocol.command.Command;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.record.RecordChain;
import cmtp.protocol.record.ServerRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** Talks to a node as a stranger would, and notes how far that goes. */
final class NodeProbe {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final DomainName domain;
  private final Target target;
  private final InetAddress address;
  private String greeting = "";
  private Optional<DomainName> primary = Optional.empty();
  private Optional<VerifyKey> key = Optional.empty();
  private String ohai = "";
  private boolean secured;
  private Optional<RecordChain<ServerRecord>> chain = Optional.empty();

  private NodeProbe(DomainName domain, Target target, InetAddress address) {
    this.domain = domain;
    this.target = target;
    this.address = address;
  }

  static ProbeFacts probe(
      DomainName domain, Target target, InetAddress address, SecureRandomBytes random) {
    return new NodeProbe(domain, target, address).run(random);
  }

  private ProbeFacts run(SecureRandomBytes random) {
    String failure = "";
    InetSocketAddress where = new InetSocketAddress(address, target.port());
    try (CmtpClient client = CmtpClient.connect(where, TIMEOUT, random)) {
      talk(client);
    } catch (IOException failed) {
      failure = Printable.line(String.valueOf(failed.getMessage()));
    }
    return new ProbeFacts(target, address, failure, greeting, primary, key, ohai, secured, chain);
  }

  private void talk(CmtpClient client) throws IOException {
    greeting = client.greeting();
    primary = Optional.of(client.domain());
    key = Optional.of(client.fetchServerKey());
    ohai = client.ask(Command.Simple.OHAI);
    if ((" " + ohai + " ").contains(" X1 ")) {
      client.secure();
      secured = true;
      chain = records(client);
    }
  }

  private Optional<RecordChain<ServerRecord>> records(CmtpClient client) throws IOException {
    try {
      X1Command question = new X1Command.GetRecord(ServerRecord.TYPE, "", domain.value());
      return RecordChain.ofServers(client.call(question, Payload.Records::decode).newestFirst());
    } catch (RefusedException none) {
      return Optional.empty();
    }
  }
}
