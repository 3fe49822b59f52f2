package cmtp.node.session;

import cmtp.node.mailbox.Mailbox;
import cmtp.protocol.Bytes;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.command.X1Frame;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * WATCH (SPEC 7.13): one frame on its way at a time; while the peer does not read, several changes
 * of a box become one. So a watcher costs at most one frame and one entry a box, however slow it
 * is.
 */
final class Watching {
  private final Conversation conversation;
  private final Map<String, Long> changes = new LinkedHashMap<>();
  private X1Frame frame;
  private ActorRef<Mailbox.Changed> adapter;
  private long number;
  private long newest;
  private boolean writing;
  private boolean ending;
  private boolean beatDue;

  Watching(Conversation conversation) {
    this.conversation = conversation;
  }

  void start(X1Command.Watch command, X1Frame watchFrame) {
    frame = watchFrame;
    number = 0;
    newest = command.since();
    writing = false;
    ending = false;
    beatDue = false;
    changes.clear();
    if (adapter == null) {
      adapter =
          conversation.context().messageAdapter(Mailbox.Changed.class, Session.BoxChanged::new);
    }
    conversation.instruct(Bytes.EMPTY, Wire.Next.Stay.INSTANCE);
    ask();
    conversation
        .timers()
        .startTimerWithFixedDelay(Session.Heartbeat.INSTANCE, SessionPolicy.HEARTBEAT);
  }

  /** Asking again renews the lease, and tells of what was missed if the mailbox was restarted. */
  private void ask() {
    conversation.tellOwn(new Mailbox.Watch(newest, adapter));
  }

  void changed(Mailbox.Changed change) {
    if (frame == null || change.modseq() <= reported.getOrDefault(change.box(), 0L)) {
      return;
    }
    changes.put(change.box(), change.modseq());
    write();
  }

  /** What the peer was told of each box: a renewed watch tells everything since its start. */
  private final Map<String, Long> reported = new LinkedHashMap<>();

  void heartbeat() {
    if (frame == null) {
      return;
    }
    ask();
    beatDue = true;
    write();
  }

  void drained() {
    if (frame != null) {
      writing = false;
      write();
    }
  }

  private void write() {
    if (writing || ending) {
      return;
    }
    if (!changes.isEmpty()) {
      Map.Entry<String, Long> next = changes.entrySet().iterator().next();
      changes.remove(next.getKey());
      reported.put(next.getKey(), next.getValue());
      say(Payload.Watched.change(next.getKey(), next.getValue()), Wire.Next.Stay.INSTANCE);
    } else if (beatDue) {
      say(Payload.Watched.of(Payload.Watched.Kind.BEAT), Wire.Next.Stay.INSTANCE);
    }
  }

  private void say(Payload.Watched report, Wire.Next next) {
    writing = true;
    beatDue = false;
    Bytes reply = conversation.replies().x1(frame, number, Status.OK, report.encode());
    number++;
    conversation.instruct(reply, next);
  }

  /** The peer said something, or the node stops: the last frame, then the next command. */
  void end() {
    if (frame == null) {
      return;
    }
    Bytes last =
        conversation
            .replies()
            .x1(frame, number, Status.OK, Payload.Watched.of(Payload.Watched.Kind.END).encode());
    stop();
    conversation.reply(last);
  }

  void stop() {
    if (frame != null) {
      frame = null;
      reported.clear();
      changes.clear();
      conversation.timers().cancel(Session.Heartbeat.INSTANCE);
      conversation.tellOwn(new Mailbox.Unwatch(adapter));
    }
  }
}
