package cmtp.node.ops;

import cmtp.node.mailbox.Mailbox;
import cmtp.node.ops.AdminException.Code;
import cmtp.persistence.archive.AccountReader;
import cmtp.persistence.archive.DamagedArchive;
import cmtp.persistence.mailbox.Account;
import cmtp.persistence.mailbox.BoxSnapshot;
import cmtp.persistence.mailbox.Entry;
import cmtp.persistence.mailbox.MailboxEvent;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.record.KeyRecord;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * One import of one account: first all contents, checked as they come, then the mailbox in parts,
 * then the account, which takes mail and logs in only from then on. What fails on the way leaves
 * nothing, or what the next import or the account's removal takes away.
 */
final class AccountImport implements AccountReader.Contents {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int IDS_AT_ONCE = 1000;

  /** Tells the mailbox something, and waits until it is stored. */
  @FunctionalInterface
  interface Tell {
    void mailbox(Function<ActorRef<Mailbox.Reply>, Mailbox.Command> command);
  }

  private final Address address;
  private final ImportedContents contents;
  private final Bytes token;
  private final String owner;
  private final Map<Long, Long> newIds = new HashMap<>();
  private final AccountReader reader = new AccountReader();
  private long contentId;
  private int pieces;

  /**
   * @param token that no other import has
   */
  AccountImport(Address address, ImportedContents contents, Bytes token) {
    this.address = address;
    this.contents = contents;
    this.token = token;
    this.owner = Mailbox.persistenceId(address).id();
  }

  /** Takes the whole archive in; the mailbox has not heard of it yet. */
  void receive(InputStream archive) throws IOException {
    try {
      reader.read(archive, address.toString(), this);
      mustBeAbout(reader.account().account());
    } catch (DamagedArchive damaged) {
      forget();
      throw new AdminException(Code.BADREQUEST, damaged.getMessage());
    } catch (IOException | RuntimeException failed) {
      forget();
      throw failed;
    }
  }

  private void mustBeAbout(Account account) {
    boolean ours =
        account.records().stream()
            .allMatch(
                record ->
                    KeyRecord.parse(record)
                        .filter(key -> key.isAbout(address.account(), address.domain()))
                        .isPresent());
    if (!ours || account.records().isEmpty()) {
      throw new AdminException(Code.BADREQUEST, "the archive's keys are not those of " + address);
    }
  }

  @Override
  public void begin(long oldId) {
    contentId = contents.newId();
    newIds.put(oldId, contentId);
    pieces = 0;
  }

  @Override
  public void piece(Bytes piece) {
    if (piece.isEmpty() || piece.length() > ImportedContents.PIECE_BYTES_MAX) {
      throw new AdminException(Code.BADREQUEST, "a piece of " + piece.length() + " bytes");
    }
    await(contents.append(contentId, owner, pieces++, piece));
  }

  /** Hands the mailbox over. */
  void store(Tell tell) {
    tell.mailbox(replyTo -> new Mailbox.BeginImport(token, replyTo));
    for (MailboxEvent part : reader.parts()) {
      if (part instanceof MailboxEvent.BoxImported box) {
        BoxSnapshot here = withNewIds(box.part());
        tell.mailbox(replyTo -> new Mailbox.ImportBox(token, here, replyTo));
      } else if (part instanceof MailboxEvent.DeparturesImported old) {
        tell.mailbox(replyTo -> new Mailbox.ImportDepartures(token, old.departures(), replyTo));
      }
    }
    MailboxEvent.AccountImported all = reader.account();
    tell.mailbox(
        replyTo ->
            new Mailbox.FinishImport(
                token, all.account(), all.modseq(), all.uidValidity(), replyTo));
    inGroups(contents::confirm);
  }

  private BoxSnapshot withNewIds(BoxSnapshot part) {
    List<Entry> entries = new ArrayList<>();
    for (Entry entry : part.entries()) {
      entries.add(entry.withContent(newIds.get(entry.contentId())));
    }
    return part.with(entries, part.tombstones());
  }

  long messages() {
    return reader.messages();
  }

  int contents() {
    return newIds.size();
  }

  private void forget() {
    inGroups(contents::delete);
  }

  private void inGroups(Function<List<Long>, CompletionStage<?>> what) {
    List<Long> all = List.copyOf(newIds.values());
    for (int i = 0; i < all.size(); i += IDS_AT_ONCE) {
      await(what.apply(all.subList(i, Math.min(all.size(), i + IDS_AT_ONCE))));
    }
  }

  private static void await(CompletionStage<?> stage) {
    Asking.await(stage, PATIENCE);
  }
}
