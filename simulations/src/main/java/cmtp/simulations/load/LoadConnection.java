package cmtp.simulations.load;

import cmtp.protocol.client.ClientException;
import cmtp.protocol.wire.ReplyDecoder.Result;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * One connection's closed loop: send, wait for the reply, send the next. With a pipeline some
 * messages are under way at once. Latency runs from a message's first byte to its reply's last.
 */
final class LoadConnection implements Closeable {
  private static final ByteBuffer[] NOTHING = {};

  /** What all connections of a thread share. */
  record Shared(
      Workload workload,
      Schedule schedule,
      Tally tally,
      ReplyCheck check,
      int pipeline,
      LongSupplier nanos) {}

  private record InFlight(long number, long sentNanos) {}

  private final Link link;
  private final Shared shared;
  private final ByteBuffer head;
  private final Deque<InFlight> inFlight = new ArrayDeque<>();
  private ByteBuffer[] outgoing = NOTHING;
  private boolean refused;

  LoadConnection(Link link, Shared shared) {
    this.link = link;
    this.shared = shared;
    this.head = ByteBuffer.allocateDirect(shared.workload().headBytesMax());
  }

  Link link() {
    return link;
  }

  /** Takes the replies that have come. */
  void read(ByteBuffer buffer) throws IOException {
    link.read(buffer);
    Result result = link.nextReply();
    while (result instanceof Result.Answer answer) {
      InFlight answered = inFlight.poll();
      if (answered == null) {
        throw new ClientException("a reply to nothing");
      }
      Optional<String> refusal = shared.check().refusal(answered.number(), answer.reply());
      if (refusal.isPresent()) {
        shared.tally().refused(refusal.get());
        refused = true;
      } else {
        long nanos = shared.nanos().getAsLong() - answered.sentNanos();
        shared.tally().accepted(nanos, shared.schedule().isMeasuring());
      }
      result = link.nextReply();
    }
    if (result instanceof Result.Malformed malformed) {
      throw new ClientException("a broken reply: " + malformed.reason());
    }
  }

  /**
   * Sends what may be sent.
   *
   * @return whether the socket took less than there is
   */
  boolean write() throws IOException {
    while (outgoing.length > 0 || begin()) {
      link.write(outgoing);
      if (outgoing[outgoing.length - 1].hasRemaining()) {
        return true;
      }
      outgoing = NOTHING;
    }
    return false;
  }

  private boolean begin() {
    OptionalLong next =
        !refused && inFlight.size() < shared.pipeline()
            ? shared.schedule().next()
            : OptionalLong.empty();
    if (next.isEmpty()) {
      return false;
    }
    long number = next.getAsLong();
    shared.workload().writeHead(number, head);
    inFlight.add(new InFlight(number, shared.nanos().getAsLong()));
    outgoing = link.framed(head, shared.workload().body(number));
    return true;
  }

  /** Whether nothing is under way and nothing more is to be sent. */
  boolean isDone() {
    return isIdle() && shared.schedule().isOver();
  }

  /** A node may close after a refusal (SPEC 2.9): what is sent behind it could get lost. */
  boolean isSpent() {
    return refused && isIdle();
  }

  private boolean isIdle() {
    return inFlight.isEmpty() && outgoing.length == 0;
  }

  /** Whether the oldest message has waited for longer. */
  boolean hasWaited(long nanos) {
    InFlight oldest = inFlight.peek();
    return oldest != null && shared.nanos().getAsLong() - oldest.sentNanos() > nanos;
  }

  /** The connection is of no more use: what is under way will not be answered. */
  void abandon(String reason) {
    if (!inFlight.isEmpty()) {
      shared.tally().unanswered(inFlight.size(), reason);
      inFlight.clear();
    }
  }

  @Override
  public void close() throws IOException {
    link.close();
  }
}
