package cmtp.simulations.load.drive;

import cmtp.protocol.Bytes;
import cmtp.protocol.client.ClientException;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Reply;
import cmtp.protocol.wire.ReplyDecoder.Expected;
import cmtp.protocol.wire.ReplyDecoder.Result;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A session that watches its mailbox: hears of mail, and asks for nothing else. */
final class WatchConnection implements Served {
  private final Link link;
  private final WatchBook book;
  private final ReplyCheck check;
  private final Tally tally;
  private final LongSupplier nanos;
  private final Bytes frame;
  private long number;
  private boolean ended;

  WatchConnection(Link link, WatchBook book, ReplyCheck check, Tally tally, LongSupplier nanos)
      throws IOException {
    this.link = link;
    this.book = book;
    this.check = check;
    this.tally = tally;
    this.nanos = nanos;
    this.frame = link.watch(book.begin(link.session().orElseThrow().modseq()));
  }

  @Override
  public void read(ByteBuffer buffer) throws IOException {
    link.read(buffer);
    Result result = link.nextReply(Expected.X1);
    while (result instanceof Result.Answer answer) {
      take((Reply.X1) answer.reply());
      result = link.nextReply(Expected.X1);
    }
    if (result instanceof Result.Malformed malformed) {
      throw new ClientException("a broken report: " + malformed.reason());
    }
  }

  private void take(Reply.X1 reply) throws ClientException {
    Optional<String> wrong = check.x1(frame, number++, reply);
    if (wrong.isPresent()) {
      throw new ClientException(wrong.get());
    }
    Payload.Watched report =
        Payload.Watched.decode(reply.payload())
            .orElseThrow(() -> new ClientException("a report that can't be read"));
    if (report.kind() == Payload.Watched.Kind.END) {
      ended = true;
    } else if (report.kind() == Payload.Watched.Kind.CHANGE && report.box().equals(Session.INBOX)) {
      book.changed(report.modseq(), nanos.getAsLong());
    }
  }

  @Override
  public void write() {
    // Its only question went when it was opened.
  }

  @Override
  public boolean hasMore() {
    return false;
  }

  @Override
  public Link link() {
    return link;
  }

  @Override
  public boolean isSpent() {
    return ended;
  }

  @Override
  public void abandon(String reason) {
    tally.refused("watch: " + reason);
  }

  @Override
  public boolean hasWaited(long limitNanos) {
    return false;
  }

  @Override
  public void close() throws IOException {
    link.close();
  }
}
