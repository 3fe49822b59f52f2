package cmtp.node.cli.session;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.home.AccountHome;
import cmtp.node.cli.mail.Letter;
import cmtp.node.cli.mail.LetterSealer;
import cmtp.node.cli.mail.PinDecision;
import cmtp.node.cli.session.Delivery.State;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.client.MailOutcome;
import cmtp.protocol.client.RefusedException;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.message.Message;
import cmtp.protocol.record.ServerRecord;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Sends one letter to each of its recipients, a message of its own for each, and keeps a copy. A
 * connection that breaks is made anew once and the same bytes are sent again: the mid is the same,
 * so nobody gets it twice (SPEC 5.2).
 */
public final class Sender implements Closeable {
  private final AccountHome home;
  private final Terminal terminal;
  private final Correspondents correspondents;
  private final LetterSealer sealer;
  private final Map<DomainName, Boolean> served = new HashMap<>();
  private ServerLink link;

  public Sender(AccountHome home, SigningKey key, ServerLink link, Terminal terminal) {
    this.home = home;
    this.terminal = terminal;
    this.correspondents = new Correspondents(home, terminal.nowMillis());
    this.sealer = new LetterSealer(key);
    this.link = link;
  }

  /** Makes the bar of one message, or none. */
  @FunctionalInterface
  public interface Bars {
    LongConsumer start(String recipient, long totalBytes);
  }

  public List<Delivery> send(Letter letter, Bars bars) {
    List<Delivery> deliveries = new ArrayList<>();
    for (Address recipient : letter.recipients()) {
      deliveries.add(send(letter, recipient, bars));
    }
    return deliveries;
  }

  /** What fails for one recipient must neither stop the others nor hide what became of them. */
  private Delivery send(Letter letter, Address recipient, Bars bars) {
    try {
      PinDecision decision = insisting(client -> correspondents.look(client, recipient));
      Optional<VerifyKey> key = usable(decision);
      if (key.isEmpty()) {
        return refused(recipient, decision);
      }
      if (decision instanceof PinDecision.FirstSeen) {
        terminal.note(
            "First mail to " + recipient + ": its key is pinned, " + key.get().fingerprint());
      }
      correspondents.remember(recipient, decision);
      Message message = sealer.seal(letter, recipient, key.get(), terminal.nowMillis());
      LongConsumer bar = bars.start(recipient.toString(), bytes(message));
      return handOver(recipient, message, bar);
    } catch (IOException failed) {
      return failed(recipient, Optional.empty(), "not sent: ", Failures.of(failed));
    } catch (CliFailure failed) {
      return failed(recipient, Optional.empty(), "not sent: ", failed);
    }
  }

  private Delivery handOver(Address recipient, Message message, LongConsumer bar) {
    Optional<MessageId> mid = Optional.of(message.mid());
    try {
      return outcome(recipient, message, insisting(client -> client.mail(message, bar)));
    } catch (IOException failed) {
      return failed(recipient, mid, "no answer, it may have arrived: ", Failures.of(failed));
    } catch (CliFailure failed) {
      return failed(recipient, mid, "no answer, it may have arrived: ", failed);
    }
  }

  private static Delivery failed(
      Address recipient, Optional<MessageId> mid, String what, CliFailure failure) {
    return Delivery.notSent(recipient, failure.exitCode(), mid, what + failure.getMessage());
  }

  /** One question to the server. */
  @FunctionalInterface
  private interface Question<T> {
    T ask(CmtpClient client) throws IOException;
  }

  private <T> T insisting(Question<T> question) throws IOException {
    try {
      return question.ask(link.client());
    } catch (RefusedException refused) {
      throw refused;
    } catch (IOException broken) {
      link.close();
      link = ServerLink.open(home, terminal);
      return question.ask(link.client());
    }
  }

  private static Optional<VerifyKey> usable(PinDecision decision) {
    if (decision instanceof PinDecision.FirstSeen first) {
      return Optional.of(first.chain().newest().key());
    }
    if (decision instanceof PinDecision.Same same) {
      return Optional.of(same.chain().newest().key());
    }
    return decision instanceof PinDecision.Followed followed
        ? Optional.of(followed.chain().newest().key())
        : Optional.empty();
  }

  private static Delivery refused(Address recipient, PinDecision decision) {
    if (decision instanceof PinDecision.Changed changed) {
      return Delivery.notSent(
          recipient,
          ExitCode.KEY_CHANGED,
          Optional.empty(),
          "not sent: the key has changed from "
              + changed.pinned().fingerprint()
              + " to "
              + changed.chain().newest().key().fingerprint()
              + "; ask the recipient, then run `cmtp key trust "
              + recipient
              + "`");
    }
    if (decision instanceof PinDecision.Missing missing) {
      return Delivery.notSent(recipient, ExitCode.NOT_FOUND, Optional.empty(), missing.reason());
    }
    return Delivery.notSent(
        recipient, ExitCode.REFUSED, Optional.empty(), ((PinDecision.Unusable) decision).reason());
  }

  private Delivery outcome(Address recipient, Message message, MailOutcome outcome) {
    Optional<MessageId> mid = Optional.of(message.mid());
    if (outcome instanceof MailOutcome.Receipt) {
      return taken(recipient, mid);
    }
    if (outcome instanceof MailOutcome.Refused refused) {
      return Delivery.notSent(
          recipient,
          refused.permanent() ? ExitCode.REFUSED : ExitCode.TRY_LATER,
          mid,
          refused.reason());
    }
    return Delivery.notSent(
        recipient, ExitCode.REFUSED, mid, "the server gave no receipt for this message");
  }

  /** The receipt says that the server answers for it, not whose mailbox it is in. */
  private Delivery taken(Address recipient, Optional<MessageId> mid) {
    return isLocal(recipient.domain())
        ? new Delivery(recipient, State.DELIVERED, ExitCode.OK, mid, "delivered")
        : new Delivery(
            recipient,
            State.ACCEPTED,
            ExitCode.OK,
            mid,
            "accepted by your server for " + recipient.domain() + "; see `cmtp outbox`");
  }

  private boolean isLocal(DomainName domain) {
    return domain.equals(home.address().domain())
        || domain.equals(link.client().domain())
        || served.computeIfAbsent(domain, this::isServed);
  }

  /** A server has records of the domains that it serves; without an answer it counts as another. */
  private boolean isServed(DomainName domain) {
    try {
      VerifyKey pinned = home.server().orElseThrow().key();
      return insisting(client -> client.call(srvRecords(domain), Payload.Records::decode))
          .newestFirst()
          .stream()
          .findFirst()
          .flatMap(ServerRecord::parse)
          .filter(record -> record.domain().equals(domain) && record.key().equals(pinned))
          .isPresent();
    } catch (IOException | CliFailure unknown) {
      return false;
    }
  }

  private static X1Command srvRecords(DomainName domain) {
    return new X1Command.GetRecord(ServerRecord.TYPE, "", domain.value());
  }

  /** Keeps the letter in the Sent box, sealed to oneself, with everybody it went to. */
  public void keepCopy(Letter letter, Bars bars) throws IOException {
    Message copy = sealer.sealOwnCopy(letter, terminal.nowMillis());
    link.client()
        .append(
            new X1Command.Append("sent", List.of("seen")),
            copy,
            bars.start("own copy", bytes(copy)));
  }

  private static long bytes(Message message) {
    long attachments = message.attachments().stream().mapToLong(one -> 8L + one.length()).sum();
    return message.header().encode().length()
        + message.log().bytes().length()
        + message.body().length()
        + attachments;
  }

  public ServerLink link() {
    return link;
  }

  @Override
  public void close() throws IOException {
    link.close();
  }
}
