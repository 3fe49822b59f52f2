package cmtp.persistence.archive;

import cmtp.persistence.directory.DirectoryEvent;
import cmtp.persistence.directory.DirectoryState;
import cmtp.persistence.mailbox.BoxSnapshot;
import cmtp.persistence.mailbox.Entry;
import cmtp.persistence.mailbox.MailboxEvent;
import cmtp.persistence.mailbox.MailboxState;
import cmtp.persistence.queue.QueueEvent;
import cmtp.persistence.queue.QueueState;
import cmtp.persistence.queue.QueuedMail;
import java.sql.SQLException;
import java.util.List;

/** How one kind of entity's events add up, and which contents its state then needs. */
interface EntityFold {

  /** Takes what an entity needs of the content store. */
  interface Needs {
    void content(QueuedMail mail) throws SQLException;

    void content(Entry entry) throws SQLException;

    /** Contents that may be there, or gone already. */
    void garbage(List<Long> contentIds) throws SQLException;
  }

  Object empty();

  Object apply(Object state, Object event);

  /** What of a state can be compared. */
  Object comparable(Object state);

  void needs(Object state, Needs needs) throws SQLException;

  /** The fold for what an entity's first record is; null if it is none of ours. */
  static EntityFold of(Object record) {
    if (record instanceof MailboxEvent || record instanceof MailboxState) {
      return Mailboxes.INSTANCE;
    }
    if (record instanceof QueueEvent || record instanceof QueueState) {
      return Queues.INSTANCE;
    }
    boolean directory = record instanceof DirectoryEvent || record instanceof DirectoryState;
    return directory ? Directories.INSTANCE : null;
  }

  enum Mailboxes implements EntityFold {
    INSTANCE;

    @Override
    public Object empty() {
      return MailboxState.EMPTY;
    }

    @Override
    public Object apply(Object state, Object event) {
      return ((MailboxState) state).apply((MailboxEvent) event);
    }

    @Override
    public Object comparable(Object state) {
      return ((MailboxState) state).snapshot();
    }

    @Override
    public void needs(Object state, Needs needs) throws SQLException {
      for (BoxSnapshot box : ((MailboxState) state).snapshot().boxes()) {
        for (Entry entry : box.entries()) {
          needs.content(entry);
        }
      }
      needs.garbage(((MailboxState) state).garbage());
    }
  }

  enum Queues implements EntityFold {
    INSTANCE;

    @Override
    public Object empty() {
      return QueueState.EMPTY;
    }

    @Override
    public Object apply(Object state, Object event) {
      return ((QueueState) state).apply((QueueEvent) event);
    }

    @Override
    public Object comparable(Object state) {
      return ((QueueState) state).snapshot();
    }

    @Override
    public void needs(Object state, Needs needs) throws SQLException {
      for (var waiting : ((QueueState) state).waiting()) {
        needs.content(waiting.mail());
      }
      needs.garbage(((QueueState) state).garbageIds());
    }
  }

  enum Directories implements EntityFold {
    INSTANCE;

    @Override
    public Object empty() {
      return DirectoryState.EMPTY;
    }

    @Override
    public Object apply(Object state, Object event) {
      return ((DirectoryState) state).apply((DirectoryEvent) event);
    }

    @Override
    public Object comparable(Object state) {
      return List.of(((DirectoryState) state).listed(), ((DirectoryState) state).records());
    }

    @Override
    public void needs(Object state, Needs needs) {
      // A directory refers to no contents.
    }
  }
}
