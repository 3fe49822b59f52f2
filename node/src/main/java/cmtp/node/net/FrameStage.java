package cmtp.node.net;

import cmtp.node.session.ContentSink;
import cmtp.node.session.Session;
import cmtp.node.session.Wire;
import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.wire.CommandDecoder;
import cmtp.protocol.wire.Decoded;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;
import scala.Tuple2;
import scala.runtime.BoxedUnit;

/**
 * One connection's bytes, both ways: decrypts and decodes what comes, hands the session one thing
 * at a time, and does what it says before looking at the next. A message's bytes go straight to the
 * content sink, at most a few pieces ahead of it ({@link Upload}). Bounds: one decoder buffer,
 * those pieces, and answers of {@link #UNWRITTEN_BYTES} and one more.
 *
 * <p>The socket's side must pull only when it has written what it got ({@link Sockets}): so it is
 * known who does not read, and that nothing is left to write when the stage completes. A completed
 * connection with something left would wait for its reader, and swallow input, for ever.
 *
 * <pre>
 *   DECIDING   the session has the last thing and has not answered
 *   READING    decoding; pulls when the decoder needs more and the output is written
 *   RECEIVING  the same, but parts of a message go to the sink
 *   STORING    the message is complete, its last pieces are being written
 *   SKIPPING   the message was refused: its parts are dropped
 *   WATCHING   the session talks; the first input byte is reported
 *   DRAINING   output is complete; input is dropped until it ends, or enough
 * </pre>
 */
final class FrameStage extends GraphStage<FlowShape<ByteString, ByteString>> {
  /** With so much to write, the next command waits. */
  private static final int UNWRITTEN_BYTES = 16 * 1024;

  private static final Duration SHORT_TICK = Duration.ofSeconds(1);
  private static final Duration LONG_TICK = Duration.ofSeconds(10);
  private static final Exception UNREAD = new UnreadException();
  private static final String TICK = "tick";
  private static final String RESUME = "resume";

  private final Inlet<ByteString> in = Inlet.create("FrameStage.in");
  private final Outlet<ByteString> out = Outlet.create("FrameStage.out");
  private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);

  private final Bytes greeting;
  private final CommandDecoder.Layer layer;
  private final ActorRef<Session.Command> session;
  private final ConnectionLimits limits;
  private final SecureRandomBytes random;
  private final LongSupplier clockMillis;

  FrameStage(
      Bytes greeting,
      CommandDecoder.Layer layer,
      ActorRef<Session.Command> session,
      ConnectionLimits limits,
      SecureRandomBytes random,
      LongSupplier clockMillis) {
    this.greeting = greeting;
    this.layer = layer;
    this.session = session;
    this.limits = limits;
    this.random = random;
    this.clockMillis = clockMillis;
  }

  @Override
  public FlowShape<ByteString, ByteString> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes inheritedAttributes) {
    return new Logic();
  }

  private static final class UnreadException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadException() {
      super("the peer does not read its answers", null, false, false);
    }
  }

  private enum State {
    DECIDING,
    READING,
    RECEIVING,
    STORING,
    SKIPPING,
    WATCHING,
    DRAINING
  }

  private record Instruction(Bytes output, Wire.Next next) {}

  private final class Logic extends TimerGraphStageLogic {
    private final Incoming incoming = new Incoming(limits.protocol(), layer);
    private final Outgoing outgoing = new Outgoing();
    private Upload upload;

    private State state = State.READING;
    private boolean paused;
    private boolean disturbed;
    private TokenBucket commands;
    private Duration tick = LONG_TICK;

    private Patience patience;
    private long drainedBytes;

    Logic() {
      super(shape);
      setHandler(in, new Input());
      setHandler(out, new Output());
    }

    @Override
    public void preStart() {
      long now = clockMillis.getAsLong();
      AsyncCallback<Instruction> instructed = createAsyncCallback(this::onInstruction);
      upload = new Upload(createAsyncCallback(this::onWritten)::invoke);
      getStageActor(this::onSessionEnded)
          .watch(org.apache.pekko.actor.typed.javadsl.Adapter.toClassic(session));
      commands = new TokenBucket(limits.commandsPerSecondMax(), now);
      patience = new Patience(limits, now);
      session.tell(
          new Session.Connected((bytes, next) -> instructed.invoke(new Instruction(bytes, next))));
      outgoing.add(greeting);
      scheduleOnce(TICK, tick);
      advance();
    }

    private BoxedUnit onSessionEnded(Tuple2<org.apache.pekko.actor.ActorRef, Object> ended) {
      end();
      return BoxedUnit.UNIT;
    }

    @Override
    public void postStop() {
      upload.abort();
      session.tell(Session.Disconnected.INSTANCE);
    }

    private void onInstruction(Instruction instruction) {
      if (state == State.DRAINING) {
        return;
      }
      outgoing.add(instruction.output());
      Wire.Next next = instruction.next();
      if (next == Wire.Next.Stay.INSTANCE) {
        watch();
      } else if (next == Wire.Next.Simple.CLOSE) {
        drain();
      } else if (next == Wire.Next.Simple.SKIP_MESSAGE) {
        upload.abort();
        state = State.SKIPPING;
        drainedBytes = 0;
        patience.restart(clockMillis.getAsLong());
      } else if (next instanceof Wire.Next.Receive receive) {
        receive(receive.sink());
      } else {
        if (next instanceof Wire.Next.Encrypt encrypt) {
          encrypt(encrypt);
        }
        state = State.READING;
        patience.restart(clockMillis.getAsLong());
      }
      flush();
      advance();
    }

    /** From here on the peer is only given time to read what was said (SPEC 2.8). */
    private void drain() {
      state = State.DRAINING;
      upload.abort();
      outgoing.finish();
      patience.restart(clockMillis.getAsLong());
      shortTick();
      flush();
    }

    private void watch() {
      if (state != State.WATCHING) {
        state = State.WATCHING;
        disturbed = false;
        if (incoming.isPending()) {
          disturb(); // what ends it came together with the command
        }
      }
    }

    private void disturb() {
      if (state == State.WATCHING && !disturbed) {
        disturbed = true;
        session.tell(Session.Disturbed.INSTANCE);
      }
    }

    private void receive(ContentSink sink) {
      upload.use(sink);
      state = State.RECEIVING;
      patience.restart(clockMillis.getAsLong());
    }

    private void encrypt(Wire.Next.Encrypt encrypt) {
      outgoing.encrypt(encrypt.channel().sealer(random));
      incoming.decrypt(encrypt.channel()).ifPresent(this::broken);
    }

    /** Decodes until something has to be waited for. */
    private void advance() {
      while (isDecoding() && !mustWait()) {
        Decoded decoded = incoming.next();
        if (decoded == Decoded.Signal.NEED_MORE) {
          break;
        }
        handle(decoded);
      }
      pullIfWanted();
    }

    private boolean isDecoding() {
      return state == State.READING || state == State.RECEIVING || state == State.SKIPPING;
    }

    /** Whether going on would need more memory than for the answers or the pieces in flight. */
    private boolean mustWait() {
      return paused || outgoing.unwritten() >= UNWRITTEN_BYTES || upload.isFull();
    }

    private void pullIfWanted() {
      boolean wanted =
          switch (state) {
            case READING, RECEIVING, SKIPPING -> !mustWait();
            case WATCHING -> !disturbed;
            case DRAINING -> true;
            case DECIDING, STORING -> false;
          };
      if (wanted && !isClosed(in) && !hasBeenPulled(in)) {
        pull(in);
      }
      noteWhatIsWaitedFor();
    }

    private void noteWhatIsWaitedFor() {
      if (patience.expect(incoming.waiting(), clockMillis.getAsLong()) && !patience.isIdle()) {
        shortTick();
      }
    }

    private void handle(Decoded decoded) {
      if (state == State.SKIPPING) {
        skip(decoded);
      } else if (decoded == Decoded.Signal.MESSAGE_ENDED) {
        state = State.STORING;
        upload.finish();
      } else if (!upload.take(decoded)) {
        report(decoded);
      }
    }

    /** SPEC 2.9: so much is read to keep the connection, and no more. */
    private void skip(Decoded decoded) {
      if (decoded instanceof Decoded.PartBytes part) {
        drainedBytes += part.bytes().length();
      }
      if (decoded == Decoded.Signal.MESSAGE_ENDED) {
        state = State.READING;
        patience.restart(clockMillis.getAsLong());
      } else if (decoded instanceof Decoded.Malformed || drainedBytes > limits.drainBytesMax()) {
        drain();
      }
    }

    private void report(Decoded decoded) {
      state = State.DECIDING;
      if (decoded instanceof Decoded.MessageStarted started) {
        upload.start(started.header());
        throttle();
      } else if (decoded instanceof Decoded.Malformed) {
        upload.abort();
      } else {
        throttle();
      }
      if (decoded == Decoded.Signal.END) {
        drain();
      } else {
        session.tell(new Session.Received(decoded));
      }
    }

    /** Above its rate a connection is read more slowly; nothing is refused. */
    private void throttle() {
      long wait = commands.take(clockMillis.getAsLong());
      if (wait > 0) {
        paused = true;
        scheduleOnce(RESUME, Duration.ofMillis(wait));
      }
    }

    private void onWritten(Upload.Written result) {
      if (!upload.isCurrent(result)) {
        return;
      }
      if (result.failure() != null) {
        state = State.DECIDING;
        upload.abort();
        session.tell(new Session.NotStored(String.valueOf(result.failure().getMessage())));
      } else if (state == State.STORING && upload.isWritten()) {
        state = State.DECIDING;
        session.tell(new Session.MailReceived(upload.takeMail()));
      }
      patience.restart(clockMillis.getAsLong());
      advance();
    }

    private void input(Bytes bytes) {
      patience.received(bytes.length(), clockMillis.getAsLong());
      incoming.feed(bytes).ifPresent(this::broken);
    }

    private void broken(String reason) {
      session.tell(new Session.ChannelBroken(reason));
      end();
    }

    private void flush() {
      if (isAvailable(out) && outgoing.isHeld()) {
        push(out, outgoing.take());
        patience.writing(clockMillis.getAsLong());
      }
      if (outgoing.unwritten() == 0 && state == State.DRAINING && !isClosed(out)) {
        complete(out);
        if (isClosed(in)) {
          completeStage();
        }
      }
    }

    /** Closes; with a reset if the peer has not read everything, because a close would wait. */
    private void end() {
      if (outgoing.unwritten() == 0) {
        completeStage();
      } else {
        failStage(UNREAD);
      }
    }

    private void shortTick() {
      if (tick != SHORT_TICK) {
        tick = SHORT_TICK;
        scheduleOnce(TICK, tick);
      }
    }

    @Override
    public void onTimer(Object timer) {
      if (timer.equals(RESUME)) {
        paused = false;
        advance();
        return;
      }
      long now = clockMillis.getAsLong();
      if (outgoing.isWriting() && patience.isUnread(now)) {
        session.tell(Session.Unread.INSTANCE);
        end();
      } else if (isClosed(out) && patience.waitedFor(now, limits.drain())) {
        completeStage();
      } else if (!isPeersTurn()) {
        patience.suspendRate(now);
      } else if (patience.isOver(now)) {
        timedOut();
      }
      boolean owed = !patience.isIdle() || outgoing.isWriting() || state == State.DRAINING;
      tick = owed ? SHORT_TICK : LONG_TICK;
      scheduleOnce(TICK, tick);
    }

    private boolean isPeersTurn() {
      return isDecoding() && !mustWait();
    }

    private void timedOut() {
      if (incoming.waiting() == CommandDecoder.Waiting.COMMAND || state == State.SKIPPING) {
        drain();
      } else {
        report(incoming.timeOut());
      }
    }

    private final class Input extends AbstractInHandler {
      @Override
      public void onPush() {
        ByteString pushed = grab(in);
        if (state == State.DRAINING) {
          drainedBytes += pushed.size();
          if (drainedBytes > limits.drainBytesMax()) {
            end();
          } else {
            pull(in);
          }
          return;
        }
        input(Bytes.wrap(pushed.toArrayUnsafe()));
        disturb();
        advance();
      }

      @Override
      public void onUpstreamFinish() {
        incoming.end();
        disturb();
        if (state == State.DRAINING && isClosed(out)) {
          completeStage();
        } else {
          advance();
        }
      }

      @Override
      public void onUpstreamFailure(Throwable reset) {
        completeStage();
      }
    }

    private final class Output extends AbstractOutHandler {
      @Override
      public void onPull() {
        patience.restart(clockMillis.getAsLong());
        outgoing.written();
        flush();
        if (outgoing.unwritten() == 0 && state == State.WATCHING) {
          session.tell(Session.Drained.INSTANCE);
        }
        advance();
      }

      @Override
      public void onDownstreamFinish(Throwable cause) {
        completeStage();
      }
    }
  }
}
