package cmtp.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/** Two actor systems in one cluster, with the node's own settings, over Artery on loopback. */
public final class TwoProcesses implements AutoCloseable {
  public final ActorTestKit first = kit();
  public final ActorTestKit second = kit();

  public TwoProcesses() {
    Cluster seed = Cluster.get(first.system());
    seed.manager().tell(Join.create(seed.selfMember().address()));
    Cluster.get(second.system()).manager().tell(Join.create(seed.selfMember().address()));
  }

  private static ActorTestKit kit() {
    Config config =
        ConfigFactory.parseResources("cmtp-pekko.conf").withFallback(ConfigFactory.load());
    return ActorTestKit.create("processes", config);
  }

  /** An actor of the second system as the first one sees it. */
  public <T> ActorRef<T> fromFirst(ActorRef<T> ofSecond) {
    String text = ActorRefResolver.get(second.system()).toSerializationFormat(ofSecond);
    return ActorRefResolver.get(first.system()).resolveActorRef(text);
  }

  @Override
  public void close() {
    second.shutdownTestKit();
    first.shutdownTestKit();
  }
}
