package cmtp.node.delivery;

import cmtp.node.peer.AnswerForm;
import cmtp.node.peer.Peer;
import cmtp.node.peer.PeerEvent;
import cmtp.node.peer.PeerReply;
import cmtp.persistence.trace.TraceEntry;
import cmtp.persistence.trace.TraceKind;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.command.Command;
import cmtp.protocol.command.Reply;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.field.FieldReader;
import cmtp.protocol.message.MessageHeader;
import java.util.Optional;

/**
 * A message to one of the C programs of 2017 (SPEC 8.9): first whether the recipient is there, for
 * the program never says; then the message, the 64 bytes that it swallows, and NOOP, whose answer
 * shows that it has read all of it.
 *
 * <p>The log is left out. Those programs write none, so what theirs does with one nobody has seen;
 * and nothing that reads mail behind it knows ours.
 */
final class CmtpdTransfer implements Transfer {
  private static final Bytes MAIL = Bytes.utf8("MAIL\0");
  private static final Bytes SWALLOWED_THEN_NOOP =
      Bytes.concat(Bytes.wrap(new byte[64]), Command.Simple.NOOP.encode());

  private final DeliveryAttempt.Parts parts;
  private final DomainName domain;
  private final Peer peer;
  private Parcel parcel;
  private boolean sent;

  CmtpdTransfer(DeliveryAttempt.Parts parts, DomainName domain, Peer peer) {
    this.parts = parts;
    this.domain = domain;
    this.peer = peer;
  }

  @Override
  public void begin(Parcel next) {
    parcel = next.withoutLog();
    MessageHeader header = MessageHeader.read(new FieldReader(parcel.header()));
    Optional<String> known = Optional.of(header.destinationDomain());
    peer.wire()
        .ask(
            new Command.KeyRequest(header.destinationAccount(), known, false).encode(),
            AnswerForm.CMTPD_KEY);
  }

  @Override
  public Optional<Carried> answered(PeerEvent.Answered answer) {
    if (!answer.everythingSent()) {
      return Optional.of(Carried.broken(parcel.mail().id(), "answers before the message's end"));
    }
    if (sent) {
      return Optional.of(delivered().andOver());
    }
    if (!isKey(answer.reply())) {
      return Optional.of(failed("has no such account").andOver());
    }
    if (parcel.attachments() > 0) {
      return Optional.of(failed("is too old to take attachments").andOver());
    }
    send();
    return Optional.empty();
  }

  private boolean isKey(PeerReply reply) {
    return peer.verified(reply)
        .filter(told -> told instanceof Reply.Key key && VerifyKey.of(key.key()).isPresent())
        .isPresent();
  }

  private void send() {
    sent = true;
    Bytes head = Bytes.concat(MAIL, parcel.header(), parcel.rest());
    if (parcel.isWhole()) {
      peer.wire().ask(Bytes.concat(head, SWALLOWED_THEN_NOOP), AnswerForm.CMTPD_NOOP);
    } else {
      peer.wire()
          .upload(
              head, parcel.remainder(parts.mails()), SWALLOWED_THEN_NOOP, AnswerForm.CMTPD_NOOP);
    }
  }

  private Carried delivered() {
    TraceEntry trace =
        new TraceEntry(
            parcel.mail().mid(),
            parts.clock().millis(),
            TraceKind.SENT_UNPROVEN,
            domain.value(),
            "a program of 2017, which gives no receipts, has read it",
            Bytes.EMPTY);
    return Carried.traced(new Outcome.Delivered(parcel.mail().id(), false), trace);
  }

  private Carried failed(String reason) {
    return Carried.of(new Outcome.Failed(parcel.mail().id(), domain + " " + reason));
  }
}
