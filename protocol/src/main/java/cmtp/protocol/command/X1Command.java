package cmtp.protocol.command;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import java.util.List;
import java.util.Optional;

/** The X1 commands with their parameters (SPEC 7.5), the same on both sides of the wire. */
public sealed interface X1Command {

  /** The client's ephemeral X25519 key. */
  record Secure(Bytes ephemeralKey) implements X1Command {}

  record Auth(String user, String device) implements X1Command {}

  record Prove(Bytes signature) implements X1Command {}

  record Register(String user, String code, Bytes record, Bytes xzibit) implements X1Command {}

  record Xzibit(Bytes xzibit) implements X1Command {}

  enum Boxes implements X1Command {
    INSTANCE
  }

  /**
   * @param since a modseq; 0 for everything
   * @param known the modseq up to which the client has heard of deletions; 0 if it holds nothing.
   *     Differs from {@code since} on the further pages of a listing: the rows of a large box lie
   *     far behind its newest deletions
   * @param limit rows, at most 500
   */
  record ListBox(String box, long since, long known, int limit) implements X1Command {}

  /**
   * @param offset bytes into the part
   * @param length bytes wanted; the server may send fewer
   */
  record Fetch(String box, long uid, Part part, long offset, long length) implements X1Command {}

  record Flags(String box, List<Long> uids, FlagChanges changes, Optional<Long> ifModseq)
      implements X1Command {
    public Flags {
      uids = List.copyOf(uids);
    }
  }

  record Move(String box, List<Long> uids, String target) implements X1Command {
    public Move {
      uids = List.copyOf(uids);
    }
  }

  record Copy(String box, List<Long> uids, String target) implements X1Command {
    public Copy {
      uids = List.copyOf(uids);
    }
  }

  record Delete(String box, List<Long> uids) implements X1Command {
    public Delete {
      uids = List.copyOf(uids);
    }
  }

  /** Followed by a message in MAIL's form. */
  record Append(String box, List<String> flags) implements X1Command {
    public Append {
      flags = List.copyOf(flags);
    }
  }

  record Watch(long since) implements X1Command {}

  enum Quota implements X1Command {
    INSTANCE
  }

  /**
   * Own mail that waits for other domains.
   *
   * @param cancel the message to be taken back; empty to list what waits
   */
  record Outbox(Optional<MessageId> cancel) implements X1Command {}

  /** MAIL's header and log, without body and attachments. */
  record Offer(Bytes headerAndLog) implements X1Command {}

  record GetRecord(String type, String user, String domain) implements X1Command {}

  record PutRecord(Bytes record) implements X1Command {}
}
