package cmtp.protocol.message;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.field.FieldWriter;
import java.util.ArrayList;
import java.util.List;

/** A whole message in memory, as clients and tests build it; servers stream (SPEC 4.6). */
public record Message(MessageHeader header, MessageLog log, Bytes body, List<Bytes> attachments) {
  public Message {
    attachments = List.copyOf(attachments);
    if (header.logLength() != log.bytes().length()
        || header.bodyLength() != body.length()
        || header.attachmentCount() != attachments.size()) {
      throw new IllegalArgumentException("the header's lengths are not those of the content");
    }
  }

  /** The message's bytes, as they follow {@code MAIL \0}. */
  public Bytes encode() {
    FieldWriter out = header.write(new FieldWriter()).bytes(log.bytes()).bytes(body);
    attachments.forEach(attachment -> out.u64(attachment.length()).bytes(attachment));
    return out.toBytes();
  }

  public LogEntry.Digests digests() {
    List<Bytes> hashes = new ArrayList<>();
    attachments.forEach(attachment -> hashes.add(Hash.of(attachment)));
    return new LogEntry.Digests(Hash.of(body), hashes);
  }

  public MessageId mid() {
    return mid(header, log, digests());
  }

  /** The message's identity (SPEC 5.1), from what is known before or after its body has come. */
  public static MessageId mid(MessageHeader header, MessageLog log, LogEntry.Digests digests) {
    FieldWriter out =
        new FieldWriter()
            .str("CMTP-MID-1")
            .u32(header.version())
            .u32(header.attachmentCount())
            .u64(header.bodyLength())
            .str(header.destinationAccount())
            .str(header.destinationDomain())
            .str(header.sourceAccount())
            .str(header.sourceDomain())
            .bytes(Hash.of(log.origin()))
            .bytes(digests.body());
    digests.attachments().forEach(out::bytes);
    return new MessageId(Hash.of(out.toBytes()));
  }
}
