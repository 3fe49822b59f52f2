package cmtp.node.delivery;

import cmtp.node.peer.AnswerForm;
import cmtp.node.peer.Peer;
import cmtp.node.peer.PeerEvent;
import cmtp.node.peer.PeerReply;
import cmtp.node.peer.PeerText;
import cmtp.persistence.queue.QueuedMail;
import cmtp.persistence.trace.TraceEntry;
import cmtp.persistence.trace.TraceKind;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Reply;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.command.X1Frame;
import java.util.Optional;

/** MAIL, and OFFER before it where that may save a body (SPEC 4.5, 5.3, 7.15). */
final class NodeTransfer implements Transfer {
  private static final Bytes MAIL = Bytes.utf8("MAIL\0");

  private final DeliveryAttempt.Parts parts;
  private final DomainName domain;
  private final Peer peer;
  private Parcel parcel;
  private X1Frame offer;

  NodeTransfer(DeliveryAttempt.Parts parts, DomainName domain, Peer peer) {
    this.parts = parts;
    this.domain = domain;
    this.peer = peer;
  }

  @Override
  public void begin(Parcel next) {
    parcel = next;
    boolean worthIt = next.mail().size() >= parts.settings().offerFromBytes();
    if (peer.speaksX1() && worthIt && next.canBeOffered()) {
      offer = Peer.frame(new X1Command.Offer(next.headerAndLog()), parts.random());
      peer.wire().ask(offer.encode(), AnswerForm.X1);
    } else {
      send();
    }
  }

  private void send() {
    offer = null;
    Bytes head = Bytes.concat(MAIL, parcel.header(), parcel.log(), parcel.rest());
    if (parcel.isWhole()) {
      peer.wire().ask(head, AnswerForm.TEXT);
    } else {
      peer.wire().upload(head, parcel.remainder(parts.mails()), Bytes.EMPTY, AnswerForm.TEXT);
    }
  }

  @Override
  public Optional<Carried> answered(PeerEvent.Answered answer) {
    boolean early = !answer.everythingSent();
    if (offer != null) {
      return early
          ? Optional.of(Carried.broken(id(), "answers OFFER before its end"))
          : offered(answer.reply());
    }
    Carried carried = mailed(answer.reply(), early);
    return Optional.of(early ? carried.andOver() : carried);
  }

  private Optional<Carried> offered(PeerReply reply) {
    Optional<Reply.X1> x1 = peer.verified(offer, reply);
    if (x1.isEmpty()) {
      return Optional.of(Carried.broken(id(), "answers OFFER with a wrong signature"));
    }
    String text = PeerText.clean(x1.get().payload().utf8());
    return switch (x1.get().status()) {
      case OK -> accepted(x1.get().payload());
      case BADREQUEST, UNSUPPORTED -> {
        send(); // what it thinks of the message itself, MAIL tells
        yield Optional.empty();
      }
      case NOTFOUND, DENIED, TOOBIG, LOOP -> Optional.of(Carried.of(failed(text)));
      default -> Optional.of(Carried.of(deferred(text)));
    };
  }

  private Optional<Carried> accepted(Bytes payload) {
    Optional<Payload.OfferAnswer> answer = Payload.OfferAnswer.decode(payload);
    if (answer.isEmpty()) {
      return Optional.of(Carried.broken(id(), "gives no answer to OFFER"));
    }
    if (answer.get().receipt().isEmpty()) {
      send();
      return Optional.empty();
    }
    return Optional.of(had(answer.get().receipt().get()));
  }

  private Carried had(Payload.Receipt receipt) {
    if (!receipt.mid().equals(mail().mid())) {
      return Carried.broken(id(), "gives a receipt for another message");
    }
    if (!peer.key().verify(receipt.signature(), Payload.Receipt.signed(receipt.mid()))) {
      return Carried.broken(id(), "gives a receipt with a wrong signature");
    }
    return delivered("had it already", receipt.signature());
  }

  private Carried delivered(String what, Bytes receipt) {
    Bytes proof = Bytes.concat(peer.key().bytes(), receipt);
    return Carried.traced(
        new Outcome.Delivered(id(), true), trace(TraceKind.DELIVERED, what, proof));
  }

  private Carried mailed(PeerReply answer, boolean early) {
    Optional<Reply> verified = peer.verified(answer);
    if (verified.isEmpty()) {
      return Carried.broken(id(), "answers MAIL with a wrong signature");
    }
    if (verified.get() instanceof Reply.Text text && isWord(text.text(), "DELIVERYFAILURE")) {
      return Carried.of(failed(detail(text.text())));
    }
    if (verified.get() instanceof Reply.General general) {
      return general(general, early);
    }
    return Carried.broken(id(), "gives no answer to MAIL");
  }

  /** An early receipt is one all the same; an early word is not about the message. */
  private Carried general(Reply.General reply, boolean early) {
    if (reply.text().equals("SUCCESS " + mail().mid())) {
      return delivered("took it", reply.signature());
    }
    if (reply.text().equals("SUCCESS") && !peer.speaksX1() && !early) {
      return Carried.traced(
          new Outcome.Delivered(id(), false),
          trace(TraceKind.SENT_UNPROVEN, "took it, without a receipt", Bytes.EMPTY));
    }
    if (isWord(reply.text(), "FAILURE")) {
      return Carried.of(deferred(detail(reply.text())));
    }
    return Carried.broken(
        id(), "gives no receipt for this message: " + PeerText.clean(reply.text()));
  }

  private static boolean isWord(String text, String word) {
    return text.equals(word) || text.startsWith(word + " ");
  }

  private static String detail(String text) {
    int space = text.indexOf(' ');
    return space < 0 ? "" : PeerText.clean(text.substring(space + 1)).strip();
  }

  private Outcome failed(String detail) {
    return new Outcome.Failed(id(), said("refused it", detail));
  }

  private Outcome deferred(String detail) {
    return new Outcome.Deferred(id(), said("put it off", detail));
  }

  private String said(String what, String detail) {
    return peer.domain() + " " + what + (detail.isEmpty() ? "" : ": " + detail);
  }

  private TraceEntry trace(TraceKind kind, String what, Bytes proof) {
    return new TraceEntry(
        mail().mid(),
        parts.clock().millis(),
        kind,
        domain.value(),
        peer.domain() + " " + what,
        proof);
  }

  private QueuedMail mail() {
    return parcel.mail();
  }

  private long id() {
    return parcel.mail().id();
  }
}
