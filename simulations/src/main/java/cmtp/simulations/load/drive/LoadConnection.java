package cmtp.simulations.load.drive;

import cmtp.protocol.Bytes;
import cmtp.protocol.client.ClientException;
import cmtp.protocol.command.Reply;
import cmtp.protocol.wire.ReplyDecoder.Expected;
import cmtp.protocol.wire.ReplyDecoder.Result;
import cmtp.simulations.load.plan.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** One connection's requests: with a pipeline some are under way at once, answered in order. */
final class LoadConnection implements Served {
  private static final ByteBuffer[] NOTHING = {};
  private static final ByteBuffer NO_BODY = ByteBuffer.allocate(0);

  /**
   * What all connections of a thread share.
   *
   * @param watched by mailbox
   */
  record Shared(
      Workload workload,
      Questions questions,
      Schedule schedule,
      Tally tally,
      ReplyCheck check,
      Map<Integer, WatchBook> watched,
      int pipeline,
      LongSupplier nanos) {}

  private record InFlight(Request request, Bytes frame, long sentNanos) {}

  private final Link link;
  private final Shared shared;
  private final ByteBuffer head;
  private final Deque<InFlight> inFlight = new ArrayDeque<>();
  private ByteBuffer[] outgoing = NOTHING;
  private long freeSinceNanos;
  private long modseq;
  private boolean refused;
  private boolean offered;

  LoadConnection(Link link, Shared shared) {
    this.link = link;
    this.shared = shared;
    this.head = ByteBuffer.allocateDirect(shared.workload().headBytesMax());
    this.freeSinceNanos = shared.nanos().getAsLong();
    this.modseq = link.session().map(Session::modseq).orElse(0L);
  }

  @Override
  public Link link() {
    return link;
  }

  /** Whether it may take a request now, and was not offered for one yet. */
  boolean offer() {
    boolean free = !offered && !refused && outgoing.length == 0;
    offered |= free && inFlight.size() < shared.pipeline();
    return offered && free;
  }

  /** It is about to get a request. */
  void taken() {
    offered = false;
  }

  /** Since when it could have taken a request. */
  long freeSinceNanos() {
    return freeSinceNanos;
  }

  /** Puts a request on its way; {@link #write} sends the rest of it. */
  void begin(Request request, long nanos) throws IOException {
    Bytes frame = Bytes.EMPTY;
    if (request.operation() == Operation.MAIL) {
      shared.workload().writeHead(request.number(), request.size(), head);
      outgoing = link.framed(head, shared.workload().body(request.number(), request.size()));
    } else {
      int mailbox = shared.workload().mailboxOf(request.number());
      frame = shared.questions().encode(request, mailbox, link.session(), modseq);
      outgoing = link.framed(ByteBuffer.wrap(frame.unsafeArray()), NO_BODY);
    }
    inFlight.add(new InFlight(request, frame, nanos));
    write();
  }

  @Override
  public void read(ByteBuffer buffer) throws IOException {
    link.read(buffer);
    Result result = next();
    while (result instanceof Result.Answer answer) {
      InFlight answered = inFlight.poll();
      if (answered == null) {
        throw new ClientException("a reply to nothing");
      }
      freeSinceNanos = shared.nanos().getAsLong();
      take(answered, answer.reply());
      shared.schedule().finished(1);
      result = next();
    }
    if (result instanceof Result.Malformed malformed) {
      throw new ClientException("a broken reply: " + malformed.reason());
    }
  }

  private Result next() {
    InFlight oldest = inFlight.peek();
    return link.nextReply(oldest == null ? Expected.TEXT : oldest.request().operation().expected());
  }

  private void take(InFlight answered, Reply reply) {
    Request request = answered.request();
    Optional<String> refusal = shared.check().refusal(request, answered.frame(), reply);
    boolean mail = request.operation() == Operation.MAIL;
    if (refusal.isPresent()) {
      shared.tally().refused(refusal.get());
      refused |= mail;
      return;
    }
    int bytes = mail ? shared.workload().messageBytes(request.size()) : 0;
    shared.tally().answered(request, bytes, freeSinceNanos);
    if (mail && !shared.watched().isEmpty()) {
      WatchBook book = shared.watched().get(shared.workload().mailboxOf(request.number()));
      if (book != null) {
        book.acknowledged(freeSinceNanos);
      }
    }
    if (request.operation() == Operation.LIST && reply instanceof Reply.X1 listed) {
      modseq = listed.payload().asByteBuffer().getLong();
    }
  }

  @Override
  public void write() throws IOException {
    if (outgoing.length > 0) {
      link.write(outgoing);
      if (!hasMore()) {
        outgoing = NOTHING;
      }
    }
  }

  @Override
  public boolean hasMore() {
    return outgoing.length > 0
        && (outgoing[0].hasRemaining() || outgoing[outgoing.length - 1].hasRemaining());
  }

  /** A node may close after a refusal (SPEC 2.9): what is sent behind it could get lost. */
  @Override
  public boolean isSpent() {
    return refused && isIdle();
  }

  boolean isIdle() {
    return inFlight.isEmpty() && outgoing.length == 0;
  }

  @Override
  public boolean hasWaited(long nanos) {
    InFlight oldest = inFlight.peek();
    return oldest != null && shared.nanos().getAsLong() - oldest.sentNanos() > nanos;
  }

  @Override
  public void abandon(String reason) {
    long now = shared.nanos().getAsLong();
    inFlight.forEach(one -> shared.tally().unanswered(one.request(), reason, now));
    shared.schedule().finished(inFlight.size());
    inFlight.clear();
    outgoing = NOTHING;
  }

  @Override
  public void close() throws IOException {
    link.close();
  }
}
