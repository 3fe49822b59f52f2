package cmtp.node.cli.session;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.command.Part;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Payload.MessageRow;
import cmtp.protocol.command.X1Command;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/** The user's own mailbox on the server. */
public final class Mailbox {
  /** The largest part that we take: a whole message of the largest size, and its log. */
  private static final long PART_BYTES_MAX =
      Limits.DEFAULT.messageBytesMax() + Limits.DEFAULT.logBytesMax();

  private final CmtpClient client;

  public Mailbox(CmtpClient client) {
    this.client = client;
  }

  public List<Payload.BoxRow> boxes() throws IOException {
    return client.call(X1Command.Boxes.INSTANCE, Payload.BoxTable::decode).rows();
  }

  public Payload.QuotaUse quota() throws IOException {
    return client.call(X1Command.Quota.INSTANCE, Payload.QuotaUse::decode);
  }

  /**
   * What a box held at one moment.
   *
   * @param modseq of the mailbox then
   * @param rows by uid
   */
  public record Listing(long modseq, List<MessageRow> rows) {
    public Listing {
      rows = List.copyOf(rows);
    }
  }

  /**
   * The messages that were added or changed since.
   *
   * @param since a modseq; 0 for the whole box
   */
  public Listing list(String box, long since) throws IOException {
    SortedMap<Long, MessageRow> rows = new TreeMap<>();
    long from = since;
    long modseq = since;
    for (boolean more = true; more; ) {
      Payload.Page page =
          client.call(
              new X1Command.ListBox(box, from, 0, Limits.LIST_ROWS_MAX), Payload.Page::decode);
      page.rows().forEach(row -> rows.put(row.uid(), row));
      modseq = from == since ? page.modseq() : modseq;
      more = page.more() && !page.rows().isEmpty();
      from = more ? page.rows().get(page.rows().size() - 1).modseq() : from;
    }
    return new Listing(modseq, List.copyOf(rows.values()));
  }

  /** How large a part is. */
  public long size(String box, long uid, Part part) throws IOException {
    return slice(box, uid, part, 0, 0).totalBytes();
  }

  /**
   * A whole part, in pieces of at most 1 MiB.
   *
   * @param progress told how many bytes have come
   */
  public Bytes fetch(String box, long uid, Part part, LongConsumer progress) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    long total;
    do {
      Payload.Slice slice = slice(box, uid, part, whole.size(), Limits.FETCH_BYTES_MAX);
      total = slice.totalBytes();
      if (total > PART_BYTES_MAX || whole.size() < total && slice.bytes().isEmpty()) {
        throw new CliFailure(
            ExitCode.REFUSED, "the server sends a part of impossible size; ask its operator");
      }
      whole.writeBytes(slice.bytes().unsafeArray());
      progress.accept(slice.bytes().length());
    } while (whole.size() < total);
    return Bytes.wrap(whole.toByteArray());
  }

  private Payload.Slice slice(String box, long uid, Part part, long offset, long length)
      throws IOException {
    return client.call(new X1Command.Fetch(box, uid, part, offset, length), Payload.Slice::decode);
  }
}
