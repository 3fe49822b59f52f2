package cmtp.node.cli.session;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.mail.PinDecision;
import cmtp.node.cli.mail.Proof;
import cmtp.node.cli.mail.Proof.Evidence;
import cmtp.node.cli.mail.SenderKey;
import cmtp.node.cli.mail.Waypoint;
import cmtp.node.cli.session.OpenedMail.MailFile;
import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.address.Address;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.client.RefusedException;
import cmtp.protocol.command.Part;
import cmtp.protocol.command.Part.Section;
import cmtp.protocol.command.Status;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SealedBox;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.field.FieldReader;
import cmtp.protocol.message.MailText;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import cmtp.protocol.message.NamedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Fetches a message, opens it, and judges who wrote it. */
public final class MailOpener {
  /** An attachment's name is inside its seal: only small ones are fetched just to show it. */
  private static final long UNASKED_BYTES_MAX = 1024 * 1024;

  private static final int UNASKED_FILES_MAX = 8;

  private final CmtpClient client;
  private final Mailbox mailbox;
  private final Correspondents correspondents;
  private final HomeKeys homeKeys;
  private final Address me;
  private final SigningKey key;

  public MailOpener(
      CmtpClient client,
      Correspondents correspondents,
      HomeKeys homeKeys,
      Address me,
      SigningKey key) {
    this.client = client;
    this.homeKeys = homeKeys;
    this.mailbox = new Mailbox(client);
    this.correspondents = correspondents;
    this.me = me;
    this.key = key;
  }

  /** Told before large attachments are fetched how many bytes there are in all. */
  @FunctionalInterface
  public interface ProgressSource {
    LongConsumer start(long totalBytes);
  }

  /**
   * @param allFiles whether large attachments are wanted too
   */
  public OpenedMail open(String box, long uid, boolean allFiles, ProgressSource progress)
      throws IOException {
    MessageHeader header = header(box, uid);
    MessageLog log = new MessageLog(fetch(box, uid, Section.LOG));
    Bytes body = fetch(box, uid, Section.BODY);
    List<Optional<Bytes>> hashes = new ArrayList<>();
    boolean needed = allFiles || log.digests().isEmpty();
    List<MailFile> files = files(box, uid, header, needed, hashes, progress);
    Evidence evidence = new Evidence(header, log, Hash.of(body), hashes);
    return new OpenedMail(
        box,
        uid,
        header,
        evidence.mid(),
        SealedBox.open(body, key).map(MailText::decode),
        files,
        proof(evidence),
        trail(evidence));
  }

  private List<Waypoint> trail(Evidence evidence) throws IOException {
    boolean anybody = evidence.log().entries().stream().anyMatch(e -> e.startsWith("X1 hop"));
    return anybody && evidence.mid().isPresent()
        ? Waypoint.of(evidence.log(), evidence.mid().get(), homeKeys.all())
        : List.of();
  }

  private MessageHeader header(String box, long uid) throws IOException {
    try {
      FieldReader in = new FieldReader(fetch(box, uid, Section.ENV));
      MessageHeader header = MessageHeader.read(in);
      if (!in.isComplete() || header.attachmentCount() > Limits.ATTACHMENTS_MAX) {
        throw new CliFailure(ExitCode.REFUSED, "the server sends a broken header");
      }
      return header;
    } catch (RefusedException refused) {
      if (refused.status() == Status.NOTFOUND) {
        throw new CliFailure(
            ExitCode.NOT_FOUND,
            "there is no message " + uid + " in " + box + "; `cmtp box " + box + "` lists it",
            refused);
      }
      throw refused;
    }
  }

  private Bytes fetch(String box, long uid, Part part) throws IOException {
    return mailbox.fetch(box, uid, part, bytes -> {});
  }

  private List<MailFile> files(
      String box,
      long uid,
      MessageHeader header,
      boolean all,
      List<Optional<Bytes>> hashes,
      ProgressSource progress)
      throws IOException {
    long[] sizes = new long[header.attachmentCount()];
    long total = 0;
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = mailbox.size(box, uid, new Part.Attachment(i));
      total += sizes[i];
    }
    LongConsumer bar = all && total > 0 ? progress.start(total) : bytes -> {};
    List<MailFile> files = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      boolean small = sizes[i] <= UNASKED_BYTES_MAX && i < UNASKED_FILES_MAX;
      if (all || small) {
        Bytes sealed = mailbox.fetch(box, uid, new Part.Attachment(i), bar);
        hashes.add(Optional.of(Hash.of(sealed)));
        files.add(opened(i, sealed));
      } else {
        hashes.add(Optional.empty());
        files.add(new MailFile(i, sizes[i], MailFile.State.NOT_FETCHED, Optional.empty()));
      }
    }
    return files;
  }

  private MailFile opened(int index, Bytes sealed) {
    Optional<NamedFile> file = SealedBox.open(sealed, key).flatMap(NamedFile::decode);
    return new MailFile(
        index,
        sealed.length(),
        file.isPresent() ? MailFile.State.OPENED : MailFile.State.BROKEN,
        file);
  }

  private Proof proof(Evidence evidence) throws IOException {
    Optional<Address> source = evidence.header().source();
    if (source.isEmpty()) {
      return Proof.judge(
          evidence, key.publicKey(), new SenderKey.Unknown("its source is no valid address"));
    }
    if (source.get().account().isServer()) {
      return serverProof(evidence, source.get());
    }
    if (source.get().equals(me)) {
      return Proof.judge(evidence, key.publicKey(), new SenderKey.Known(List.of(key.publicKey())));
    }
    PinDecision decision = correspondents.look(client, source.get());
    Proof proof = Proof.judge(evidence, key.publicKey(), Correspondents.senderKey(decision));
    if (proof.verdict() == Proof.Verdict.PROVEN) {
      correspondents.remember(source.get(), decision);
    }
    return proof;
  }

  /** The key of the empty account is the server's (SPEC 6.3): known of one's own server only. */
  private Proof serverProof(Evidence evidence, Address source) throws IOException {
    SenderKey sender =
        homeKeys.speaksFor(source.domain())
            ? new SenderKey.Known(homeKeys.all())
            : new SenderKey.Unknown("it says to come from another mail server than yours");
    Proof proof = Proof.judge(evidence, key.publicKey(), sender);
    return proof.verdict() == Proof.Verdict.PROVEN
        ? new Proof(Proof.Verdict.PROVEN, "signed by your server")
        : proof;
  }
}
