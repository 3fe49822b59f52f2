package cmtp.node.net;

import cmtp.node.peer.AnswerForm;
import cmtp.node.peer.PeerEvent;
import cmtp.node.peer.PeerEvent.Kind;
import cmtp.node.peer.PeerReply;
import cmtp.node.peer.PeerSettings;
import cmtp.node.peer.PeerText;
import cmtp.node.peer.PeerWire;
import cmtp.node.peer.Upload;
import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.ChannelOpener;
import cmtp.protocol.crypto.ChannelSealer;
import cmtp.protocol.crypto.SecureChannel;
import cmtp.protocol.crypto.SecureRandomBytes;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractGraphStageWithMaterializedValue;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * One outgoing connection's bytes, both ways: encrypts and sends what its owner asks, decrypts and
 * decodes the one answer, and takes nothing else from the peer. Bounds: one answer, {@link
 * PeerAnswers#BYTES_MAX}; a piece of an upload and what is read ahead of it; a time for each wait.
 *
 * <p>The socket's side must pull only when it has written what it got ({@link Sockets}): so it is
 * known how fast the peer reads. Whatever breaks ends with a reset: a stage that completed with
 * something left to write would wait for its reader for ever.
 *
 * <pre>
 *   GREETING   connecting, or waiting for the peer's first line
 *   OURS       the owner's turn: whatever the peer says is too much
 *   ASKED      the question is being sent, or its answer is waited for
 *   HANDOVER   SECURE was answered: the next bytes are the channel's
 *   CLOSING    what is left goes out, input is dropped until it ends, or enough
 * </pre>
 */
final class PeerStage
    extends AbstractGraphStageWithMaterializedValue<FlowShape<ByteString, ByteString>, PeerWire> {
  /** Written at once: the slowest peer allowed takes one in a window, so it is seen to read. */
  private static final int WRITE_BYTES_MAX = 8 * 1024;

  /** With less than this to write, the next piece of an upload is read. */
  private static final int READ_AHEAD_BYTES = 128 * 1024;

  private static final int DRAIN_BYTES_MAX = 1024 * 1024;
  private static final Duration DRAIN_MAX = Duration.ofSeconds(10);
  private static final Duration RATE_WINDOW_MAX = Duration.ofSeconds(30);
  private static final Duration TICK_MAX = Duration.ofSeconds(1);
  private static final Duration TICK_MIN = Duration.ofMillis(10);
  private static final Exception RESET = new ResetException();
  private static final String TICK = "tick";

  private final Inlet<ByteString> in = Inlet.create("PeerStage.in");
  private final Outlet<ByteString> out = Outlet.create("PeerStage.out");
  private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);

  private final ActorRef<PeerEvent> owner;
  private final PeerSettings settings;
  private final SecureRandomBytes random;
  private final LongSupplier clockMillis;

  PeerStage(
      ActorRef<PeerEvent> owner,
      PeerSettings settings,
      SecureRandomBytes random,
      LongSupplier clockMillis) {
    this.owner = owner;
    this.settings = settings;
    this.random = random;
    this.clockMillis = clockMillis;
  }

  @Override
  public FlowShape<ByteString, ByteString> shape() {
    return shape;
  }

  @Override
  public Pair<GraphStageLogic, PeerWire> createLogicAndMaterializedValuePair(
      Attributes inheritedAttributes) {
    Logic logic = new Logic();
    return Pair.create(logic, logic.wire);
  }

  private static final class ResetException extends Exception {
    private static final long serialVersionUID = 1L;

    ResetException() {
      super("the connection is given up", null, false, false);
    }
  }

  private enum State {
    GREETING,
    OURS,
    ASKED,
    HANDOVER,
    CLOSING
  }

  /** The middle of a question, as far as it was not read yet. */
  private static final class Sending {
    private final Upload upload;
    private final Bytes tail;
    private long at;
    private boolean reading;

    Sending(Upload upload, Bytes tail) {
      this.upload = upload;
      this.tail = tail;
    }

    int nextLength() {
      return (int) Math.min(Upload.PIECE_BYTES_MAX, upload.bytes() - at);
    }
  }

  private record Read(Sending sending, Bytes bytes, Throwable failure) {}

  private static final class Wire implements PeerWire {
    private final Logic logic;
    private final AsyncCallback<Runnable> instructed;

    Wire(Logic logic, AsyncCallback<Runnable> instructed) {
      this.logic = logic;
      this.instructed = instructed;
    }

    @Override
    public void ask(Bytes question, AnswerForm form) {
      instructed.invoke(() -> logic.onAsk(question, null, form));
    }

    @Override
    public void upload(Bytes head, Upload middle, Bytes tail, AnswerForm form) {
      instructed.invoke(() -> logic.onAsk(head, new Sending(middle, tail), form));
    }

    @Override
    public void encrypt(SecureChannel channel) {
      instructed.invoke(() -> logic.onEncrypt(channel));
    }

    @Override
    public void close(Bytes farewell) {
      instructed.invoke(() -> logic.onClose(farewell));
    }
  }

  private final class Logic extends TimerGraphStageLogic {
    private final Wire wire;
    private final AsyncCallback<Read> read;
    private final PeerAnswers answers = new PeerAnswers();
    private ChannelOpener opener;
    private ChannelSealer sealer;

    private State state = State.GREETING;
    private ByteString output = ByteString.emptyByteString();
    private int writing;
    private Sending sending;
    private boolean spoiled;
    private boolean told;
    private long drainedBytes;

    private boolean ticking;
    private long since;
    private final ReadingRate rate =
        new ReadingRate(
            shorter(RATE_WINDOW_MAX, settings.replyTimeout()),
            settings.bytesPerSecondMin(),
            WRITE_BYTES_MAX);

    Logic() {
      super(shape);
      read = createAsyncCallback(this::onRead);
      wire = new Wire(this, createAsyncCallback(Runnable::run));
      setHandler(in, new Input());
      setHandler(out, new Output());
    }

    @Override
    public void preStart() {
      getStageActor(
              ended -> {
                onClose(Bytes.EMPTY);
                return scala.runtime.BoxedUnit.UNIT;
              })
          .watch(Adapter.toClassic(owner));
      since = clockMillis.getAsLong();
      tick();
      pull(in);
    }

    @Override
    public void postStop() {
      sending = null;
      tellBroken(Kind.CLOSED, "the connection ended");
    }

    private void tellBroken(Kind kind, String reason) {
      if (!told) {
        told = true;
        owner.tell(new PeerEvent.Broken(wire, kind, reason));
      }
    }

    private void breakOff(Kind kind, String reason) {
      tellBroken(kind, reason);
      failStage(RESET);
    }

    private void onAsk(Bytes head, Sending rest, AnswerForm form) {
      if (state == State.CLOSING) {
        return;
      }
      if (state != State.OURS || spoiled) {
        throw new IllegalStateException("asked while it was not the owner's turn: " + state);
      }
      state = State.ASKED;
      answers.expect(form);
      sending = rest;
      long now = clockMillis.getAsLong();
      since = now;
      rate.restart(now);
      say(head);
      tick();
      readAhead();
      flush();
    }

    private void onEncrypt(SecureChannel channel) {
      if (state == State.CLOSING) {
        return;
      }
      if (state != State.HANDOVER) {
        throw new IllegalStateException("encrypted out of turn: " + state);
      }
      state = State.OURS;
      Bytes early = answers.takeHeld();
      opener = channel.opener();
      sealer = channel.sealer(random);
      write(sealer.header());
      flush();
      received(early);
    }

    /** The owner hears no more: it has said so, or it is gone. */
    private void onClose(Bytes farewell) {
      if (state == State.CLOSING) {
        return;
      }
      told = true;
      boolean greeted = state != State.GREETING;
      boolean whole = sending == null && !spoiled;
      state = State.CLOSING;
      sending = null;
      if (!greeted) {
        failStage(RESET);
        return;
      }
      if (whole) {
        say(farewell);
        if (sealer != null) {
          write(sealer.sealFinal(new byte[0], 0, 0));
        }
      }
      since = clockMillis.getAsLong();
      tick();
      flush();
      pullIfWanted();
    }

    private void failed(Throwable failure) {
      if (state == State.GREETING && answers.heldBytes() == 0) {
        Throwable cause = failure.getCause();
        String why = cause == null ? "" : ": " + PeerText.clean(String.valueOf(cause.getMessage()));
        breakOff(Kind.UNREACHABLE, "can't be reached" + why);
      } else {
        breakOff(Kind.CLOSED, "reset the connection");
      }
    }

    private void say(Bytes bytes) {
      if (!bytes.isEmpty()) {
        write(sealer == null ? bytes : sealer.seal(bytes));
      }
    }

    private void write(Bytes bytes) {
      output = output.concat(ByteString.fromArrayUnsafe(bytes.unsafeArray()));
    }

    private void flush() {
      if (isAvailable(out) && !output.isEmpty()) {
        ByteString next = output.take(WRITE_BYTES_MAX);
        output = output.drop(next.size());
        writing = next.size();
        push(out, next);
      } else if (isAvailable(out) && state == State.CLOSING) {
        complete(out);
        if (isClosed(in)) {
          completeStage();
        }
      }
    }

    private void readAhead() {
      Sending current = sending;
      if (current == null || current.reading || output.size() >= READ_AHEAD_BYTES) {
        return;
      }
      if (current.nextLength() == 0) {
        sending = null;
        say(current.tail);
        return;
      }
      current.reading = true;
      current
          .upload
          .reader()
          .read(current.at, current.nextLength())
          .whenComplete((bytes, failure) -> read.invoke(new Read(current, bytes, failure)));
    }

    private void onRead(Read result) {
      if (result.sending() != sending) {
        return; // of a question that was answered already
      }
      if (result.failure() != null || result.bytes().length() != sending.nextLength()) {
        breakOff(Kind.OURS, "the message could not be read from the store");
        return;
      }
      sending.reading = false;
      sending.at += result.bytes().length();
      if (!isPeersTurn()) {
        rate.restart(clockMillis.getAsLong());
      }
      say(result.bytes());
      readAhead();
      flush();
    }

    /** Whether it is the peer that has to read, or to answer. */
    private boolean isPeersTurn() {
      return sending == null || writing > 0 || !output.isEmpty();
    }

    private boolean isEverythingWritten() {
      return sending == null && output.isEmpty() && writing == 0;
    }

    private void onWritten() {
      rate.taken(writing);
      writing = 0;
      since = clockMillis.getAsLong();
      readAhead();
      flush();
    }

    private void received(Bytes bytes) {
      if (opener == null) {
        answers.feed(bytes);
      } else if (!bytes.isEmpty()) {
        ChannelOpener.Result result = opener.feed(bytes);
        if (result instanceof ChannelOpener.Plaintext plaintext) {
          answers.feed(plaintext.content());
        } else if (result instanceof ChannelOpener.Ended ended) {
          answers.feed(ended.content());
        } else if (result instanceof ChannelOpener.Malformed malformed) {
          breakOff(Kind.MALFORMED, "broke the secure channel: " + malformed.reason());
          return;
        }
      }
      decode();
      if (opener != null && opener.ended() && !told) {
        breakOff(Kind.CLOSED, "closed the connection");
      }
    }

    private void decode() {
      PeerAnswers.Found found = PeerAnswers.Found.Nothing.INSTANCE;
      if (state == State.GREETING) {
        found = answers.greeting();
      } else if (state == State.ASKED) {
        found = answers.next();
      }
      if (found instanceof PeerAnswers.Found.Greeting greeting) {
        state = State.OURS;
        owner.tell(new PeerEvent.Connected(wire, greeting.line()));
      } else if (found instanceof PeerAnswers.Found.Answer answer) {
        answered(answer.reply());
      } else if (found instanceof PeerAnswers.Found.Broken broken) {
        breakOff(Kind.MALFORMED, broken.reason());
        return;
      }
      if (state == State.OURS && answers.heldBytes() > 0) {
        breakOff(Kind.MALFORMED, "said something that was not asked for");
      } else {
        pullIfWanted();
      }
    }

    private void answered(PeerReply reply) {
      boolean everything = sending == null && output.isEmpty();
      if (!everything) {
        spoiled = true;
        sending = null;
        output = ByteString.emptyByteString();
      }
      state = answers.expected() == AnswerForm.SECURE ? State.HANDOVER : State.OURS;
      owner.tell(new PeerEvent.Answered(wire, reply, everything));
    }

    private void pullIfWanted() {
      if (state != State.HANDOVER && !isClosed(in) && !hasBeenPulled(in)) {
        pull(in);
      }
    }

    private void tick() {
      if (!ticking) {
        ticking = true;
        Duration shortest = shorter(settings.replyTimeout(), settings.connectTimeout());
        scheduleOnce(TICK, longer(TICK_MIN, shorter(TICK_MAX, shortest.dividedBy(4))));
      }
    }

    private static Duration shorter(Duration one, Duration other) {
      return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
      return one.compareTo(other) > 0 ? one : other;
    }

    @Override
    public void onTimer(Object timer) {
      ticking = false;
      long now = clockMillis.getAsLong();
      switch (state) {
        case GREETING -> checkGreeting(now);
        case ASKED -> checkAsked(now);
        case CLOSING -> {
          if (now - since >= shorter(DRAIN_MAX, settings.replyTimeout()).toMillis()) {
            failStage(RESET);
          }
        }
        case OURS, HANDOVER -> {} // the owner keeps its own time
      }
      if (state == State.GREETING || state == State.ASKED || state == State.CLOSING) {
        tick();
      }
    }

    private void checkGreeting(long now) {
      Duration limit = settings.connectTimeout().plus(settings.replyTimeout());
      if (now - since >= limit.toMillis()) {
        breakOff(Kind.SILENT, "did not greet in time");
      }
    }

    private void checkAsked(long now) {
      boolean late = now - since >= settings.replyTimeout().toMillis();
      if (isEverythingWritten()) {
        if (late) {
          answers
              .timedOut()
              .ifPresentOrElse(
                  this::answered, () -> breakOff(Kind.SILENT, "did not answer in time"));
        }
      } else if (!isPeersTurn()) {
        rate.restart(now);
        if (late) {
          breakOff(Kind.OURS, "the message could not be read from the store in time");
        }
      } else if (rate.isTooSlow(now)) {
        breakOff(Kind.SLOW, "reads too slowly");
      }
    }

    private final class Input extends AbstractInHandler {
      @Override
      public void onPush() {
        ByteString pushed = grab(in);
        if (state != State.CLOSING) {
          received(Bytes.wrap(pushed.toArrayUnsafe()));
          return;
        }
        drainedBytes += pushed.size();
        if (drainedBytes > DRAIN_BYTES_MAX) {
          failStage(RESET);
        } else {
          pull(in);
        }
      }

      @Override
      public void onUpstreamFinish() {
        if (state == State.GREETING) {
          breakOff(Kind.CLOSED, "closed the connection without a greeting");
        } else if (state != State.CLOSING) {
          breakOff(Kind.CLOSED, "closed the connection");
        } else if (isClosed(out)) {
          completeStage();
        }
      }

      @Override
      public void onUpstreamFailure(Throwable failure) {
        failed(failure);
      }
    }

    private final class Output extends AbstractOutHandler {
      @Override
      public void onPull() {
        onWritten();
      }

      @Override
      public void onDownstreamFinish(Throwable cause) {
        failed(cause);
      }
    }
  }
}
