package cmtp.node.keys;

import cmtp.node.peer.AnswerForm;
import cmtp.node.peer.Peer;
import cmtp.node.peer.PeerReply;
import cmtp.node.peer.PeerText;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.command.Command;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Reply;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.command.X1Frame;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.record.KeyRecord;
import cmtp.protocol.record.RecordChain;
import java.util.List;
import java.util.Optional;

/** The question for a user's key in a peer's dialect, and what its answer means (SPEC 7.20). */
sealed interface KeyQuestion {
  Bytes bytes();

  AnswerForm form();

  RemoteKeys.Answer read(PeerReply reply, long nowMs);

  static KeyQuestion about(Address address, Peer peer, SecureRandomBytes random) {
    if (!peer.speaksX1()) {
      return new ByName(address, peer);
    }
    X1Command command =
        new X1Command.GetRecord(
            KeyRecord.TYPE, address.account().value(), address.domain().value());
    return new ForRecords(address, peer, Peer.frame(command, random));
  }

  /** GETREC: bound to its answer. */
  record ForRecords(Address address, Peer peer, X1Frame frame) implements KeyQuestion {
    @Override
    public Bytes bytes() {
      return frame.encode();
    }

    @Override
    public AnswerForm form() {
      return AnswerForm.X1;
    }

    @Override
    public RemoteKeys.Answer read(PeerReply reply, long nowMs) {
      Optional<Reply.X1> x1 = peer.verified(frame, reply);
      if (x1.isEmpty()) {
        return new RemoteKeys.Unavailable(peer.domain() + " answers with a wrong signature");
      }
      String text = PeerText.clean(x1.get().payload().utf8());
      return switch (x1.get().status()) {
        case OK -> records(x1.get().payload(), nowMs);
        case NOTFOUND -> new RemoteKeys.NoKey(peer.domain() + " has no such key");
        default -> new RemoteKeys.Unavailable(peer.domain() + " can't tell: " + text);
      };
    }

    private RemoteKeys.Answer records(Bytes payload, long nowMs) {
      return Payload.Records.decode(payload)
          .map(Payload.Records::newestFirst)
          .flatMap(RecordChain::ofKeys)
          .map(RecordChain::newestFirst)
          .filter(chain -> isGood(chain.get(0), nowMs))
          .<RemoteKeys.Answer>map(
              chain ->
                  new RemoteKeys.Found(chain.stream().map(KeyRecord::bytes).toList(), Bytes.EMPTY))
          .orElseGet(
              () -> new RemoteKeys.Unavailable(peer.domain() + " gives records that don't hold"));
    }

    private boolean isGood(KeyRecord newest, long nowMs) {
      return newest.isAbout(address.account(), address.domain())
          && newest.record().isValidAt(nowMs);
    }
  }

  /** KEYREQUEST: the answer has to be believed. */
  record ByName(Address address, Peer peer) implements KeyQuestion {
    @Override
    public Bytes bytes() {
      return new Command.KeyRequest(
              address.account().value(), Optional.of(address.domain().value()), false)
          .encode();
    }

    @Override
    public AnswerForm form() {
      return isCmtpd() ? AnswerForm.CMTPD_KEY : AnswerForm.KEY;
    }

    private boolean isCmtpd() {
      return peer.dialect() == Peer.Dialect.CMTPD;
    }

    @Override
    public RemoteKeys.Answer read(PeerReply reply, long nowMs) {
      Optional<Reply> verified = peer.verified(reply);
      Optional<VerifyKey> key =
          verified.flatMap(
              told -> told instanceof Reply.Key one ? VerifyKey.of(one.key()) : Optional.empty());
      if (key.isPresent()) {
        return new RemoteKeys.Found(List.of(), key.get().bytes());
      }
      return isCmtpd() || verified.filter(ByName::isNoKey).isPresent()
          ? new RemoteKeys.NoKey(peer.domain() + " has no such key")
          : new RemoteKeys.Unavailable(peer.domain() + " can't tell the key");
    }

    private static boolean isNoKey(Reply reply) {
      return reply instanceof Reply.Text text && text.text().startsWith("KEYNOTAVAILABLE");
    }
  }
}
