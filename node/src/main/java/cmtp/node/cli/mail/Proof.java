package cmtp.node.cli.mail;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.crypto.SignedInput;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.message.LogEntry.Digests;
import cmtp.protocol.message.LogEntry.SenderSignature;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import java.util.List;
import java.util.Optional;

/**
 * Whether the message was written by whom it says (SPEC 6.3). The mid is computed from the bytes at
 * hand, never taken from the server.
 *
 * @param reason for people
 */
public record Proof(Verdict verdict, String reason) {

  public enum Verdict {
    /** Signed over this content, for this reader, by the key of the source address. */
    PROVEN,
    /** Nothing speaks against the sender, but nothing proves them. */
    UNPROVEN,
    /** The message contradicts itself or its sender's key: somebody else made or changed it. */
    FORGED
  }

  /**
   * What a message holds, as far as it was fetched.
   *
   * @param bodyHash of the sealed body
   * @param attachmentHashes of the sealed attachments in order; empty where one wasn't fetched,
   *     which is fine as long as the log has digests
   */
  public record Evidence(
      MessageHeader header,
      MessageLog log,
      Bytes bodyHash,
      List<Optional<Bytes>> attachmentHashes) {
    public Evidence {
      attachmentHashes = List.copyOf(attachmentHashes);
    }

    /** Empty if the log's digests and the content disagree, or there is too little to tell. */
    Optional<Digests> digests() {
      if (attachmentHashes.size() != header.attachmentCount()) {
        return Optional.empty();
      }
      Optional<Digests> stated = log.digests();
      if (stated.isEmpty()) {
        return attachmentHashes.stream().allMatch(Optional::isPresent)
            ? Optional.of(
                new Digests(
                    bodyHash, attachmentHashes.stream().map(Optional::orElseThrow).toList()))
            : Optional.empty();
      }
      return stated.filter(this::agrees);
    }

    private boolean agrees(Digests stated) {
      boolean same =
          stated.body().equals(bodyHash) && stated.attachments().size() == attachmentHashes.size();
      for (int i = 0; same && i < attachmentHashes.size(); i++) {
        Bytes expected = stated.attachments().get(i);
        same = attachmentHashes.get(i).map(expected::equals).orElse(true);
      }
      return same;
    }

    /** The mid of the message at hand; empty where {@link #digests()} is. */
    public Optional<MessageId> mid() {
      return digests().map(digests -> Message.mid(header, log, digests));
    }
  }

  /**
   * @param reader the key that the message was sealed to
   */
  public static Proof judge(Evidence evidence, VerifyKey reader, SenderKey sender) {
    Optional<MessageId> mid = evidence.mid();
    if (mid.isEmpty()) {
      return new Proof(Verdict.FORGED, "its content is not what its log says");
    }
    Optional<SenderSignature> entry = evidence.log().senderSignature();
    if (entry.isEmpty()) {
      return new Proof(Verdict.UNPROVEN, "the sender did not sign it: anybody can have written it");
    }
    if (!isSigned(entry.get(), mid.get(), reader)) {
      return new Proof(
          Verdict.FORGED, "its signature is not for this content, or not for this reader");
    }
    return judge(entry.get().key(), sender);
  }

  private static boolean isSigned(SenderSignature entry, MessageId mid, VerifyKey reader) {
    return VerifyKey.of(entry.key())
        .filter(
            key -> key.verify(entry.signature(), SignedInput.mail(mid, entry.timeMillis(), reader)))
        .isPresent();
  }

  private static Proof judge(Bytes key, SenderKey sender) {
    if (sender instanceof SenderKey.Known known) {
      return known.keys().stream().anyMatch(one -> one.bytes().equals(key))
          ? new Proof(Verdict.PROVEN, "signed with the sender's key")
          : new Proof(Verdict.FORGED, "signed with a key that is not the sender's");
    }
    if (sender instanceof SenderKey.Changed changed) {
      if (changed.pinned().bytes().equals(key)) {
        return new Proof(Verdict.PROVEN, "signed with the key that is pinned for the sender");
      }
      return changed.offered().bytes().equals(key)
          ? new Proof(
              Verdict.UNPROVEN,
              "signed with a new key of the sender that is not trusted here; see `cmtp key trust`")
          : new Proof(Verdict.FORGED, "signed with a key that is not the sender's");
    }
    return new Proof(
        Verdict.UNPROVEN,
        "it is signed, but the sender's key is not known: "
            + ((SenderKey.Unknown) sender).reason());
  }
}
