package cmtp.simulations.sim.disk;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.ActorPath;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.setup.Setup;

/**
 * Which disk an actor writes to: that of the node it belongs to. All actors of one run of a node
 * are below one actor, whose name tells the run.
 */
public final class Storage extends Setup {
  private static final int DEPTH_OF_NODES = 2;

  /** Is told of every event that is on stable storage. */
  @FunctionalInterface
  public interface Watcher {
    void stored(String run, String persistenceId, Object event);
  }

  private final Map<String, Disk.Session> sessions = new HashMap<>();
  private final Watcher watcher;

  public Storage(Watcher watcher) {
    this.watcher = watcher;
  }

  /**
   * @param run the name of the actor above all of this run's
   */
  public void open(String run, Disk.Session session) {
    sessions.put(run, session);
  }

  public void close(String run) {
    sessions.remove(run);
  }

  void stored(String run, String persistenceId, Object event) {
    watcher.stored(run, persistenceId, event);
  }

  /** The run that an actor belongs to. */
  static String run(ActorRef actor) {
    ActorPath path = actor.path();
    ActorPath[] last = new ActorPath[DEPTH_OF_NODES + 1];
    while (!path.equals(path.root())) {
      System.arraycopy(last, 0, last, 1, DEPTH_OF_NODES);
      last[0] = path;
      path = path.parent();
    }
    return last[1] == null ? "" : last[1].name();
  }

  /** Empty if that run is over. */
  Optional<Disk.Session> session(String run) {
    return Optional.ofNullable(sessions.get(run)).filter(session -> !session.isOver());
  }
}
