package cmtp.node.ops;

import cmtp.node.keys.ServerIdentity;
import cmtp.node.mailbox.Directory;
import cmtp.node.mailbox.Mailbox;
import cmtp.node.mailbox.Mailboxes;
import cmtp.node.ops.AdminException.Code;
import cmtp.persistence.mailbox.AccountStatus;
import cmtp.persistence.mailbox.Refusal;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.AccountName;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.address.InvalidAddressException;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.crypto.Xzibit;
import cmtp.protocol.record.KeyRecord;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * What an operator may do with accounts; blocking, so for the admin interface's own threads. A name
 * is listed before its mailbox is made (see {@link Directory}).
 */
final class AccountAdmin {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int CODE_BYTES = 15;
  private static final long INVITATION_SECONDS_MAX = Duration.ofDays(365).toSeconds();

  private static final int IMPORT_TOKEN_BYTES = 16;

  private final Semaphore importing = new Semaphore(1);
  private final ServerIdentity identity;
  private final Mailboxes mailboxes;
  private final ActorSystem<?> system;
  private final SecureRandomBytes random;
  private final Clock clock;

  AccountAdmin(
      ServerIdentity identity,
      Mailboxes mailboxes,
      ActorSystem<?> system,
      SecureRandomBytes random,
      Clock clock) {
    this.identity = identity;
    this.mailboxes = mailboxes;
    this.system = system;
    this.random = random;
    this.clock = clock;
  }

  record Row(
      Address address, String status, String fingerprint, int messages, long used, long sinceMs) {}

  record Invitation(Address address, String code, long expiresMs) {}

  List<Row> list(Optional<String> domain) {
    List<Row> rows = new ArrayList<>();
    List<DomainName> domains =
        domain.map(text -> List.of(ourDomain(text))).orElse(identity.domains());
    for (DomainName ours : domains) {
      Optional<AccountName> after = Optional.empty();
      Directory.Names names;
      do {
        names = names(ours, after);
        addRows(ours, names.names(), rows);
        after = names.names().stream().reduce((first, second) -> second);
      } while (names.more());
    }
    return rows;
  }

  private Directory.Names names(DomainName ours, Optional<AccountName> after) {
    return (Directory.Names)
        ask(ours, (ActorRef<Directory.Reply> to) -> new Directory.GetNames(after, to));
  }

  private void addRows(DomainName ours, List<AccountName> names, List<Row> rows) {
    List<CompletionStage<Mailbox.Reply>> asked =
        names.stream()
            .map(name -> start(new Address(name, ours), Mailbox.GetAccount::new))
            .toList();
    for (int i = 0; i < asked.size(); i++) {
      rows.add(row(new Address(names.get(i), ours), await(asked.get(i))));
    }
  }

  private static Row row(Address address, Mailbox.Reply reply) {
    Mailbox.AccountView view = (Mailbox.AccountView) reply;
    String fingerprint =
        view.account()
            .record()
            .flatMap(KeyRecord::parse)
            .map(KeyRecord::key)
            .map(VerifyKey::fingerprint)
            .orElse("");
    return new Row(
        address,
        view.account().status().name().toLowerCase(java.util.Locale.ROOT),
        fingerprint,
        view.messages(),
        view.usedBytes(),
        view.account().statusSinceMs());
  }

  Address add(String addressText, Bytes record, Bytes xzibit) {
    Address address = newName(addressText);
    mustBeFirst(record, xzibit, address);
    listName(address);
    change(address, replyTo -> new Mailbox.Open(record, xzibit, replyTo));
    return address;
  }

  Invitation invite(String addressText, long validSeconds) {
    if (validSeconds < 1 || validSeconds > INVITATION_SECONDS_MAX) {
      throw new AdminException(Code.BADREQUEST, "an invitation is valid for a second to a year");
    }
    Address address = newName(addressText);
    String code = random.next(CODE_BYTES).base64();
    long expires = clock.millis() + validSeconds * 1000;
    listName(address);
    change(address, replyTo -> new Mailbox.Invite(Hash.of(Bytes.utf8(code)), expires, replyTo));
    return new Invitation(address, code, expires);
  }

  Address disable(String addressText) {
    Address address = existing(addressText);
    mustNotBePostmaster(address, "disabled");
    change(address, Mailbox.Disable::new);
    return address;
  }

  Address enable(String addressText) {
    Address address = existing(addressText);
    change(address, Mailbox.Enable::new);
    return address;
  }

  Address reset(String addressText, Bytes record, Bytes xzibit) {
    Address address = existing(addressText);
    mustBeFirst(record, xzibit, address);
    change(address, replyTo -> new Mailbox.Reset(record, xzibit, replyTo));
    return address;
  }

  /** The mailbox is emptied before its name is forgotten: a crash between leaves the name. */
  Address remove(String addressText) {
    Address address = existing(addressText);
    mustNotBePostmaster(address, "removed");
    change(address, Mailbox.Remove::new);
    ask(address.domain(), replyTo -> new Directory.UnlistName(address.account(), replyTo));
    return address;
  }

  /**
   * Takes an account that another node has exported. One at a time, so that memory holds one
   * mailbox.
   */
  AccountImport bring(String addressText, InputStream archive, ImportedContents contents)
      throws IOException {
    Address address = existing(addressText);
    if (!importing.tryAcquire()) {
      throw new AdminException(Code.BUSY, "another account is being imported; try again later");
    }
    try {
      mustBeFree(address);
      AccountImport bringing =
          new AccountImport(address, contents, random.next(IMPORT_TOKEN_BYTES));
      bringing.receive(archive);
      listName(address);
      bringing.store(command -> change(address, command));
      return bringing;
    } finally {
      importing.release();
    }
  }

  /** Asked before anything is read, and by the mailbox again before anything is stored. */
  private void mustBeFree(Address address) {
    AccountStatus status =
        ((Mailbox.AccountView) await(start(address, Mailbox.GetAccount::new))).account().status();
    if (status != AccountStatus.ABSENT && status != AccountStatus.REMOVED) {
      throw refusal(address, Refusal.ALREADY_OPEN);
    }
  }

  private void mustNotBePostmaster(Address address, String what) {
    if (address.account().equals(AccountName.POSTMASTER)) {
      throw new AdminException(Code.BADREQUEST, "the postmaster can't be " + what);
    }
  }

  private void mustBeFirst(Bytes record, Bytes xzibit, Address address) {
    boolean first =
        KeyRecord.parse(record)
            .filter(key -> key.seq() == 0)
            .filter(key -> key.isAbout(address.account(), address.domain()))
            .filter(key -> key.record().isValidAt(clock.millis()))
            .isPresent();
    if (!first || !Xzibit.isWellFormed(xzibit)) {
      throw new AdminException(
          Code.BADREQUEST, "the key record or the xzibit is not one for " + address);
    }
  }

  private void listName(Address address) {
    Directory.Reply reply =
        ask(address.domain(), to -> new Directory.ListName(address.account(), to));
    if (reply == Directory.Full.INSTANCE) {
      throw new AdminException(Code.FULL, address.domain() + " has as many accounts as it can");
    }
  }

  private void change(
      Address address, Function<ActorRef<Mailbox.Reply>, Mailbox.Command> question) {
    if (await(start(address, question)) instanceof Mailbox.Refused refused) {
      throw refusal(address, refused.refusal());
    }
  }

  private static AdminException refusal(Address address, Refusal refusal) {
    return switch (refusal) {
      case ALREADY_OPEN ->
          new AdminException(
              Code.EXISTS, address + " exists already; cmtp account list shows all accounts");
      case NO_ACCOUNT ->
          new AdminException(
              Code.NOTFOUND, "no account " + address + "; cmtp account list shows all accounts");
      default -> new AdminException(Code.INTERNAL, address + ": " + refusal);
    };
  }

  private Address newName(String text) {
    Address address = existing(text);
    if (!address.account().isSingleScript()) {
      throw new AdminException(
          Code.BADREQUEST,
          "a name in letters of several scripts can look like another; use one script");
    }
    return address;
  }

  /** An address of one of our domains; the domain may be left out if there is only one. */
  private Address existing(String text) {
    try {
      boolean bare = text.indexOf('@') < 0;
      if (bare && identity.domains().size() > 1) {
        throw new AdminException(
            Code.BADREQUEST, "several domains are served here: give the whole address");
      }
      Address address = Address.parse(bare ? text + "@" + identity.primary() : text);
      ourDomain(address.domain().value());
      if (address.account().isServer()) {
        throw new AdminException(Code.BADREQUEST, "an account has a name");
      }
      return address;
    } catch (InvalidAddressException invalid) {
      throw new AdminException(Code.BADREQUEST, invalid.getMessage());
    }
  }

  private DomainName ourDomain(String text) {
    try {
      DomainName domain = DomainName.parse(text);
      if (!identity.serves(domain)) {
        throw new AdminException(
            Code.BADREQUEST,
            domain + " is not served here; this node serves " + identity.domains());
      }
      return domain;
    } catch (InvalidAddressException invalid) {
      throw new AdminException(Code.BADREQUEST, invalid.getMessage());
    }
  }

  private CompletionStage<Mailbox.Reply> start(
      Address address, Function<ActorRef<Mailbox.Reply>, Mailbox.Command> question) {
    return Asking.ask(command -> mailboxes.tell(address, command), question, PATIENCE, system);
  }

  private Directory.Reply ask(
      DomainName domain, Function<ActorRef<Directory.Reply>, Directory.Command> question) {
    return await(
        Asking.ask(command -> mailboxes.tell(domain, command), question, PATIENCE, system));
  }

  private static <T> T await(CompletionStage<T> stage) {
    return Asking.await(stage, PATIENCE);
  }
}
