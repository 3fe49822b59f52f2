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
  private ActorRef<Mailbox.WatchReport> adapter;
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
          conversation
              .context()
              .messageAdapter(Mailbox.WatchReport.class, Session.WatchReported::new);
    }
    conversation.instruct(Bytes.EMPTY, Wire.Next.Stay.INSTANCE);
    ask();
    conversation
        .timers()
        .startTimerWithFixedDelay(Session.Heartbeat.INSTANCE, SessionPolicy.HEARTBEAT);
  }

  /**
   * Asking again renews the lease, and tells of what was missed if the mailbox was restarted. One
   * that died with its process says nothing: it is asked with the next heartbeat.
   */
  private void ask() {
    conversation.tellOwn(epoch -> new Mailbox.Watch(epoch, newest, adapter));
  }

  void reported(Mailbox.WatchReport report) {
    if (frame == null) {
      return; // of a watch that has ended
    }
    if (report instanceof Mailbox.Changed change) {
      changed(change);
    } else if (report == Mailbox.WatchOver.STOPPED) {
      ask();
    } else {
      over((Mailbox.WatchOver) report);
    }
  }

  private void changed(Mailbox.Changed change) {
    if (change.modseq() > reported.getOrDefault(change.box(), newest)) {
      changes.put(change.box(), change.modseq());
      write();
    }
  }

  /** The mailbox has nothing to say to this session any more. */
  private void over(Mailbox.WatchOver reason) {
    X1Commands.Answer last =
        switch (reason) {
          case SESSION_OVER -> X1Commands.Answer.of(Verdict.SESSION_OVER);
          case UNKNOWN_MODSEQ -> X1Commands.Answer.of(Status.RESYNC, "list all boxes again");
          case TOO_MANY_WATCHERS, STOPPED ->
              X1Commands.Answer.of(Status.TRYLATER, "too many watchers");
        };
    finish(last.status(), last.payload());
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
    finish(Status.OK, Payload.Watched.of(Payload.Watched.Kind.END).encode());
  }

  private void finish(Status status, Bytes payload) {
    Bytes last = conversation.replies().x1(frame, number, status, payload);
    stop();
    conversation.reply(last);
  }

  void stop() {
    if (frame != null) {
      frame = null;
      reported.clear();
      changes.clear();
      conversation.timers().cancel(Session.Heartbeat.INSTANCE);
      conversation.tellOwn(epoch -> new Mailbox.Unwatch(adapter));
    }
  }
}
