package cmtp.node.remoting;

import org.apache.pekko.actor.typed.ActorRef;

/** How the references to actors in a message are written. */
interface References {
  String text(ActorRef<?> reference);

  ActorRef<?> reference(String text);
}
