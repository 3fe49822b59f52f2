package cmtp.simulations.load.drive;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.address.Address;
import cmtp.protocol.command.Command;
import cmtp.protocol.command.Part;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.record.KeyRecord;
import cmtp.protocol.wire.X1Codec;
import cmtp.simulations.load.target.TestMailbox;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** The bytes of all commands but mail. */
final class Questions {
  /** Which of a mailbox's newest messages are fetched. */
  private static final long FETCHED_NEWEST = 100;

  private static final long FETCHED_BYTES_MAX = Limits.FETCH_BYTES_MAX;

  private final List<TestMailbox> mailboxes;
  private final List<Bytes> keyRequests;
  private final List<Bytes> logins;
  private final int listRows;

  Questions(List<TestMailbox> mailboxes, int listRows) {
    this.mailboxes = List.copyOf(mailboxes);
    this.keyRequests = mailboxes.stream().map(Questions::keyRequest).toList();
    this.logins =
        mailboxes.stream()
            .map(mailbox -> new Command.Login(mailbox.address().toString()).encode())
            .toList();
    this.listRows = listRows;
  }

  private static Bytes keyRequest(TestMailbox mailbox) {
    Address address = mailbox.address();
    return new Command.KeyRequest(
            address.account().value(), Optional.of(address.domain().value()), false)
        .encode();
  }

  /**
   * @param mailbox that it is about
   * @param session of the connection that it goes over
   * @param modseq the newest that this session has heard of
   */
  Bytes encode(Request request, int mailbox, Optional<Session> session, long modseq) {
    return switch (request.operation()) {
      case KEYREQUEST -> keyRequests.get(mailbox);
      case LOGIN -> logins.get(mailbox);
      case GETREC -> frame(record(mailbox), request);
      case LIST -> frame(list(modseq), request);
      case FETCH -> frame(fetch(session.orElseThrow(), request.number()), request);
      case MAIL -> throw new IllegalArgumentException("mail is prepared by the workload");
    };
  }

  private X1Command record(int mailbox) {
    Address address = mailboxes.get(mailbox).address();
    return new X1Command.GetRecord(
        KeyRecord.TYPE, address.account().value(), address.domain().value());
  }

  /** About so many rows: each change has a modseq of its own. */
  private X1Command list(long modseq) {
    return new X1Command.ListBox(Session.INBOX, Math.max(0, modseq - listRows), 0, listRows);
  }

  private static X1Command fetch(Session session, long number) {
    long there = Math.max(1, session.nextUid() - 1);
    long uid = there - number % Math.min(there, FETCHED_NEWEST);
    return new X1Command.Fetch(Session.INBOX, uid, Part.Section.ALL, 0, FETCHED_BYTES_MAX);
  }

  /** The nonce need only be another one each time. */
  private static Bytes frame(X1Command command, Request request) {
    byte[] nonce = new byte[Limits.NONCE_BYTES];
    ByteBuffer.wrap(nonce).putLong(request.number());
    return X1Codec.encode(command, Bytes.wrap(nonce)).encode();
  }
}
