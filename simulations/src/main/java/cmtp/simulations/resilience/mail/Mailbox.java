package cmtp.simulations.resilience.mail;

import cmtp.protocol.Bytes;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.command.Part;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.simulations.resilience.ledger.Found;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What is in mailboxes, as their owners see it over the wire. */
public final class Mailbox {
  private static final String BOX = "inbox";
  private static final int PAGE = 500;
  private static final int PIECE_BYTES = 1 << 18;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Mailbox() {}

  /** Lists these people's inboxes, and reads every body. */
  public static List<Found> readAll(Collection<Person> people, SecureRandomBytes random)
      throws IOException {
    try {
      return people.parallelStream().flatMap(person -> read(person, random).stream()).toList();
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
  }

  private static List<Found> read(Person person, SecureRandomBytes random) {
    List<Found> found = new ArrayList<>();
    try (CmtpClient session = person.session(0, PATIENCE, random)) {
      for (Payload.MessageRow row : rows(session)) {
        found.add(new Found(person.address(), row.mid(), Hash.of(body(session, row))));
      }
      return found;
    } catch (IOException failed) {
      throw new UncheckedIOException(
          new IOException(
              "the mailbox of " + person.address() + " can't be read: " + failed, failed));
    }
  }

  private static List<Payload.MessageRow> rows(CmtpClient session) throws IOException {
    List<Payload.MessageRow> rows = new ArrayList<>();
    long since = 0;
    long known = 0;
    while (true) {
      X1Command list = new X1Command.ListBox(BOX, since, known, PAGE);
      Payload.Page page = session.call(list, Payload.Page::decode);
      rows.addAll(page.rows());
      if (!page.more()) {
        return rows;
      }
      since = rows.get(rows.size() - 1).modseq();
      known = page.modseq();
    }
  }

  private static Bytes body(CmtpClient session, Payload.MessageRow row) throws IOException {
    List<Bytes> pieces = new ArrayList<>();
    for (long at = 0; at < row.bodyBytes(); ) {
      int wanted = (int) Math.min(PIECE_BYTES, row.bodyBytes() - at);
      X1Command fetch = new X1Command.Fetch(BOX, row.uid(), Part.Section.BODY, at, wanted);
      Bytes piece = session.call(fetch, Payload.Slice::decode).bytes();
      if (piece.length() == 0) {
        break; // shorter than it says: its hash will be another one
      }
      pieces.add(piece);
      at += piece.length();
    }
    return Bytes.concat(pieces.toArray(Bytes[]::new));
  }
}
