package cmtp.simulations.sim.network;

import java.net.ConnectException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.util.ByteString;

/** A socket as a stream sees it, at one end of a {@link Pipe}. */
final class SocketStage extends GraphStage<FlowShape<ByteString, ByteString>> {
  private final Inlet<ByteString> in = Inlet.create("SocketStage.in");
  private final Outlet<ByteString> out = Outlet.create("SocketStage.out");
  private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);
  private final Consumer<Consumer<Optional<Pipe.Side>>> connecting;

  /**
   * @param connecting begins to connect, and tells the end, or nothing if it can't be reached
   */
  SocketStage(Consumer<Consumer<Optional<Pipe.Side>>> connecting) {
    this.connecting = connecting;
  }

  @Override
  public FlowShape<ByteString, ByteString> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes inherited) {
    return new Logic();
  }

  private static final class Broken extends ConnectException {
    private static final long serialVersionUID = 1;

    Broken(String reason) {
      super(reason);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  private final class Logic extends GraphStageLogic {
    private final Deque<ByteString> received = new ArrayDeque<>();
    private Pipe.Side side;
    private boolean ended;
    private boolean inputOver;

    Logic() {
      super(shape);
      setHandler(in, new ToSend());
      setHandler(out, new Received());
    }

    @Override
    public void preStart() {
      AsyncCallback<Optional<Pipe.Side>> connected = createAsyncCallback(this::onConnected);
      connecting.accept(connected::invoke);
    }

    private void onConnected(Optional<Pipe.Side> made) {
      if (made.isEmpty()) {
        failStage(new Exception("not connected", new Broken("can't be reached")));
        return;
      }
      AsyncCallback<Runnable> told = createAsyncCallback(Runnable::run);
      side = made.get();
      side.attach(new Ear(told));
      if (inputOver) {
        side.finish();
      } else {
        pullIfRoom();
      }
    }

    private void pullIfRoom() {
      if (!isClosed(in) && !hasBeenPulled(in) && side != null && side.mayWrite()) {
        pull(in);
      }
    }

    private void hand() {
      if (isAvailable(out) && !received.isEmpty()) {
        ByteString next = received.poll();
        push(out, next);
        side.taken(next.size());
      }
      if (ended && received.isEmpty() && !isClosed(out)) {
        complete(out);
      }
    }

    @Override
    public void postStop() {
      if (side != null && !(ended && inputOver)) {
        side.abort();
      }
    }

    /** Hears on the network's thread, and hands over to the stage's. */
    private final class Ear implements Pipe.End {
      private final AsyncCallback<Runnable> told;

      Ear(AsyncCallback<Runnable> told) {
        this.told = told;
      }

      @Override
      public void received(ByteString bytes) {
        told.invoke(
            () -> {
              received.add(bytes);
              hand();
            });
      }

      @Override
      public void finished() {
        told.invoke(
            () -> {
              ended = true;
              hand();
            });
      }

      @Override
      public void reset(String reason) {
        told.invoke(() -> failStage(new Broken(reason)));
      }

      @Override
      public void writable() {
        told.invoke(Logic.this::pullIfRoom);
      }
    }

    private final class ToSend extends AbstractInHandler {
      @Override
      public void onPush() {
        side.write(grab(in));
        pullIfRoom();
      }

      @Override
      public void onUpstreamFinish() {
        inputOver = true;
        if (side != null) {
          side.finish();
        }
        if (isClosed(out)) {
          completeStage();
        }
      }

      @Override
      public void onUpstreamFailure(Throwable cause) {
        failStage(cause);
      }
    }

    private final class Received extends AbstractOutHandler {
      @Override
      public void onPull() {
        hand();
      }

      @Override
      public void onDownstreamFinish(Throwable cause) {
        ended = true;
        received.clear();
        if (isClosed(in)) {
          completeStage();
        }
      }
    }
  }
}
