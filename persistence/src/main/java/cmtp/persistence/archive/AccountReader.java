package cmtp.persistence.archive;

import cmtp.persistence.journal.MalformedRecord;
import cmtp.persistence.journal.StoredForms;
import cmtp.persistence.mailbox.Entry;
import cmtp.persistence.mailbox.MailboxEvent;
import cmtp.persistence.mailbox.MailboxEvent.AccountImported;
import cmtp.persistence.mailbox.MailboxEvent.BoxImported;
import cmtp.persistence.mailbox.MailboxEvent.DeparturesImported;
import cmtp.persistence.mailbox.MailboxState;
import cmtp.protocol.Bytes;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads an account's archive. Contents are handed on as they come and compared with what their
 * entries say; the mailbox itself, at most {@value MailboxState#ENTRIES_MAX} entries of it, is
 * kept, and may be believed when {@link #read} has returned.
 */
public final class AccountReader {
  private static final int PARTS_MAX = 100_000;

  /** Takes the contents, one after the other. */
  public interface Contents {
    void begin(long contentId) throws IOException;

    void piece(Bytes piece) throws IOException;
  }

  private final List<MailboxEvent> parts = new ArrayList<>();
  private final Map<Long, Entry> wanted = new HashMap<>();
  private final Set<Long> come = new HashSet<>();
  private AccountImported account;
  private ArchiveHeader header;
  private ContentCheck check;
  private long messages;

  /**
   * @param expected whose it has to be; asked before anything is handed on
   * @throws DamagedArchive if it is not whole, or not of that account
   */
  public void read(InputStream source, String expected, Contents contents) throws IOException {
    try (ArchiveReader in = new ArchiveReader(new BufferedInputStream(source))) {
      header = StoreArchive.header(in);
      if (header.kind() != ArchiveHeader.Kind.ACCOUNT) {
        throw new DamagedArchive(
            "this archive holds a store, not an account: cmtp restore reads it");
      }
      if (!header.domains().equals(List.of(expected))) {
        throw new DamagedArchive("this is the account " + header.domains() + ", not " + expected);
      }
      boolean counted = false;
      while (in.next()) {
        if (counted) {
          throw new DamagedArchive("something follows the counts");
        }
        counted = in.type() == AccountArchive.COUNTS;
        take(in, contents);
      }
      if (!counted) {
        throw new DamagedArchive("the archive has no counts");
      }
    }
  }

  private void take(ArchiveReader in, Contents contents) throws IOException {
    switch (in.type()) {
      case AccountArchive.FORM -> form(in.payload());
      case AccountArchive.CONTENT -> begin(number(in.payload(), 0, 8), contents);
      case AccountArchive.PIECE -> piece(Bytes.wrap(in.payload()), contents);
      case AccountArchive.COUNTS -> end(in.payload());
      default -> throw new DamagedArchive("a record of unknown type " + in.type());
    }
  }

  private static long number(byte[] payload, int at, int length) throws IOException {
    if (payload.length != length) {
      throw new DamagedArchive("a record of a wrong length");
    }
    return ByteBuffer.wrap(payload).getLong(at);
  }

  private void form(byte[] payload) throws IOException {
    int length = payload.length == 0 ? 0 : payload[0];
    if (length < 1 || length >= payload.length || parts.size() >= PARTS_MAX || !come.isEmpty()) {
      throw new DamagedArchive("a part of the mailbox is out of place");
    }
    String manifest = new String(payload, 1, length, StandardCharsets.US_ASCII);
    Bytes form = Bytes.of(payload, 1 + length, payload.length - 1 - length);
    try {
      add(StoredForms.read(manifest, form.toArray()));
    } catch (MalformedRecord malformed) {
      throw new DamagedArchive(malformed.getMessage(), malformed);
    }
  }

  private void add(Object part) throws IOException {
    if (part instanceof AccountImported imported && account == null) {
      account = imported;
    } else if (part instanceof BoxImported box) {
      messages += box.part().entries().size();
      if (messages > MailboxState.ENTRIES_MAX) {
        throw new DamagedArchive("a mailbox with too many messages");
      }
      parts.add(box);
      for (Entry entry : box.part().entries()) {
        wanted.put(entry.contentId(), entry);
      }
    } else if (part instanceof DeparturesImported departures) {
      parts.add(departures);
    } else {
      throw new DamagedArchive("something that is no part of a mailbox");
    }
  }

  private void begin(long contentId, Contents contents) throws IOException {
    endContent();
    Entry entry = wanted.get(contentId);
    if (entry == null || !come.add(contentId)) {
      throw new DamagedArchive("a content that no message has, or twice");
    }
    check = new ContentCheck(entry.sections(), entry.mid());
    contents.begin(contentId);
  }

  private void piece(Bytes piece, Contents contents) throws IOException {
    if (check == null) {
      throw new DamagedArchive("a piece of no content");
    }
    check.bytes(piece);
    contents.piece(piece);
  }

  private void endContent() throws IOException {
    Optional<String> wrong = check == null ? Optional.empty() : check.end();
    check = null;
    if (wrong.isPresent()) {
      throw new DamagedArchive("a message " + wrong.get());
    }
  }

  private void end(byte[] counts) throws IOException {
    endContent();
    if (number(counts, 0, 16) != messages || number(counts, 8, 16) != wanted.size()) {
      throw new DamagedArchive("the archive does not hold what it says");
    }
    if (come.size() != wanted.size()) {
      throw new DamagedArchive("the contents of some messages are missing");
    }
    if (account == null || !AccountArchive.isOpen(account.account().status())) {
      throw new DamagedArchive("the archive has no account");
    }
  }

  /** The account as it was. */
  public AccountImported account() {
    return account;
  }

  /** Parts of boxes, and departures, with the contents' numbers of the node that they are from. */
  public List<MailboxEvent> parts() {
    return List.copyOf(parts);
  }

  public long messages() {
    return messages;
  }
}
