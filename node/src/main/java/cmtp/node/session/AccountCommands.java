package cmtp.node.session;

import cmtp.node.mailbox.Mailbox;
import cmtp.persistence.mailbox.Account;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SignedInput;
import cmtp.protocol.crypto.Xzibit;
import cmtp.protocol.record.KeyRecord;
import cmtp.protocol.record.Reading;
import cmtp.protocol.record.RecordChain;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/** Who the peer is and what belongs to the account itself (SPEC 7.6, 7.7, 7.14, 7.16). */
final class AccountCommands {
  private final Conversation conversation;
  private Optional<Challenge> challenge = Optional.empty();

  private record Challenge(String user, String device, Bytes value, long expiresMillis) {}

  AccountCommands(Conversation conversation) {
    this.conversation = conversation;
  }

  /** Whether the command was one of these. */
  boolean handle(X1Command command, Consumer<X1Commands.Answer> answer) {
    if (command instanceof X1Command.Auth auth) {
      auth(auth, answer);
    } else if (command instanceof X1Command.Prove prove) {
      prove(prove, answer);
    } else if (command instanceof X1Command.Register register) {
      register(register, answer);
    } else if (command instanceof X1Command.Xzibit xzibit) {
      replaceXzibit(xzibit, answer);
    } else if (command == X1Command.Quota.INSTANCE) {
      quota(answer);
    } else if (command instanceof X1Command.PutRecord put) {
      putRecord(put, answer);
    } else {
      return false;
    }
    return true;
  }

  /** Answers for unknown users too: who exists is not told here. */
  private void auth(X1Command.Auth command, Consumer<X1Commands.Answer> answer) {
    Bytes value = conversation.services().random().next(Hash.BYTES);
    long expires = conversation.now() + SessionPolicy.CHALLENGE_LIFE.toMillis();
    challenge = Optional.of(new Challenge(command.user(), command.device(), value, expires));
    answer.accept(new X1Commands.Answer(Status.OK, value, X1Commands.After.CONTINUE));
  }

  /** SPEC 7.6: a challenge is for one PROVE, whatever it looks like. */
  void forgetChallenge() {
    challenge = Optional.empty();
  }

  private void prove(X1Command.Prove command, Consumer<X1Commands.Answer> answer) {
    Optional<Challenge> asked =
        challenge.filter(given -> conversation.now() < given.expiresMillis());
    forgetChallenge();
    if (asked.isEmpty()) {
      answer.accept(X1Commands.Answer.of(Status.GONE, "ask for a challenge with AUTH first"));
      return;
    }
    Optional<Address> address = conversation.localAccount(asked.get().user());
    if (address.isEmpty()) {
      answer.accept(notProven());
      return;
    }
    conversation.askAgain(
        address.get(),
        Mailbox.GetAccount::new,
        reply -> {
          Account account = ((Mailbox.AccountView) reply).account();
          answer.accept(proven(asked.get(), command.signature(), account, address.get()));
        },
        () -> answer.accept(tryLater()));
  }

  private X1Commands.Answer proven(
      Challenge asked, Bytes signature, Account account, Address address) {
    Bytes input =
        SignedInput.prove(
            conversation.services().identity().primary(),
            asked.user(),
            asked.device(),
            conversation.channelId().orElseThrow(),
            asked.value());
    boolean proven =
        account
            .record()
            .flatMap(KeyRecord::parse)
            .map(record -> record.key().verify(signature, input))
            .orElse(false);
    if (!proven) {
      conversation.logOnce("failed to prove to be " + address);
      return notProven();
    }
    if (!account.isActive()) {
      return X1Commands.Answer.of(Status.DENIED, "the account is disabled");
    }
    conversation.authenticated(address, Mailbox.epochOf(account));
    return X1Commands.Answer.ok();
  }

  private static X1Commands.Answer notProven() {
    return X1Commands.Answer.of(Status.BADSIG, "this is not that account's key");
  }

  private void register(X1Command.Register command, Consumer<X1Commands.Answer> answer) {
    Optional<Address> address =
        conversation.localAccount(command.user()).filter(a -> a.account().isSingleScript());
    Reading<KeyRecord> record = KeyRecord.read(command.record());
    boolean named = address.isPresent() && Xzibit.isWellFormed(command.xzibit());
    if (named && record instanceof Reading.Forged) {
      answer.accept(badSignature());
      return;
    }
    if (!named || record.proven().filter(key -> isFirstOf(key, address.get())).isEmpty()) {
      answer.accept(
          X1Commands.Answer.of(
              Status.BADREQUEST, "name, record or xzibit not in order for this account"));
      return;
    }
    if (!conversation
        .services()
        .registrations()
        .tryAttempt(conversation.peerAddress(), conversation.now())) {
      conversation.logOnce("registers too often");
      answer.accept(X1Commands.Answer.of(Status.RATELIMIT, "too many attempts"));
      return;
    }
    Bytes codeHash = Hash.of(Bytes.utf8(command.code()));
    conversation.ask(
        address.get(),
        replyTo -> new Mailbox.Register(codeHash, command.record(), command.xzibit(), replyTo),
        reply -> answer.accept(registered(reply)),
        () -> answer.accept(tryLater()));
  }

  /** A guess must not learn whether the name or the code was wrong. */
  private X1Commands.Answer registered(Mailbox.Reply reply) {
    if (reply instanceof Mailbox.Refused) {
      conversation.logOnce("had no valid invitation");
      return X1Commands.Answer.of(
          Status.DENIED, "no such invitation, or it was used or has expired");
    }
    return X1Commands.Answer.ok();
  }

  private boolean isFirstOf(KeyRecord record, Address address) {
    return record.seq() == 0
        && record.isAbout(address.account(), address.domain())
        && record.record().isValidAt(conversation.now());
  }

  private void replaceXzibit(X1Command.Xzibit command, Consumer<X1Commands.Answer> answer) {
    if (!Xzibit.isWellFormed(command.xzibit())) {
      answer.accept(X1Commands.Answer.of(Status.BADREQUEST, "not an xzibit"));
      return;
    }
    askOwn(
        replyTo -> new Mailbox.ReplaceXzibit(command.xzibit(), replyTo),
        reply -> done(reply, answer),
        answer);
  }

  private void quota(Consumer<X1Commands.Answer> answer) {
    askOwn(
        Mailbox.GetAccount::new,
        reply ->
            answer.accept(
                reply instanceof Mailbox.AccountView view
                    ? X1Commands.Answer.ok(
                        new Payload.QuotaUse(view.usedBytes(), conversation.policy().quotaBytes()))
                    : X1Commands.Answer.of(Verdict.of(((Mailbox.Refused) reply).refusal()))),
        answer);
  }

  private void putRecord(X1Command.PutRecord command, Consumer<X1Commands.Answer> answer) {
    Reading<KeyRecord> reading = KeyRecord.read(command.record());
    if (!(reading instanceof Reading.Proven<KeyRecord> proven)) {
      answer.accept(
          reading instanceof Reading.Forged ? badSignature() : notAKeyRecord(command.record()));
      return;
    }
    KeyRecord record = proven.record();
    Address own = conversation.user().orElseThrow();
    if (!record.record().isValidAt(conversation.now())) {
      answer.accept(X1Commands.Answer.of(Status.BADREQUEST, "not valid now"));
    } else if (!record.isAbout(own.account(), own.domain())) {
      answer.accept(X1Commands.Answer.of(Status.DENIED, "another account's record"));
    } else {
      askOwn(Mailbox.GetAccount::new, reply -> putAfter(reply, record, answer), answer);
    }
  }

  private static X1Commands.Answer notAKeyRecord(Bytes record) {
    return cmtp.protocol.record.SignedRecord.parse(record)
        .map(
            known ->
                switch (known.type()) {
                  case "key" -> X1Commands.Answer.of(Status.BADREQUEST, "not a key record");
                  case "srv" -> X1Commands.Answer.of(Status.DENIED, "the server's own record");
                  default -> X1Commands.Answer.of(Status.UNSUPPORTED, "no such type of record");
                })
        .orElseGet(() -> X1Commands.Answer.of(Status.BADREQUEST, "not a record"));
  }

  private void putAfter(Mailbox.Reply reply, KeyRecord record, Consumer<X1Commands.Answer> answer) {
    if (reply instanceof Mailbox.Refused refused) {
      answer.accept(X1Commands.Answer.of(Verdict.of(refused.refusal())));
      return;
    }
    Account account = ((Mailbox.AccountView) reply).account();
    Bytes bytes = record.record().bytes();
    if (account.record().equals(Optional.of(bytes))) {
      answer.accept(X1Commands.Answer.ok());
    } else if (account.records().size() >= Account.RECORDS_MAX) {
      answer.accept(X1Commands.Answer.of(Status.OVERQUOTA, "the chain is at its limit"));
    } else if (RecordChain.ofKeys(account.records()).flatMap(c -> c.plus(record)).isEmpty()) {
      answer.accept(
          X1Commands.Answer.of(Status.STALEKEY, "the record does not continue the newest one"));
    } else {
      askOwn(
          replyTo -> new Mailbox.PutRecord(bytes, replyTo), stored -> done(stored, answer), answer);
    }
  }

  private static void done(Mailbox.Reply reply, Consumer<X1Commands.Answer> answer) {
    answer.accept(
        reply instanceof Mailbox.Refused refused
            ? X1Commands.Answer.of(Verdict.of(refused.refusal()))
            : X1Commands.Answer.ok());
  }

  private void askOwn(
      Function<ActorRef<Mailbox.Reply>, Mailbox.Command> question,
      Consumer<Mailbox.Reply> then,
      Consumer<X1Commands.Answer> answer) {
    conversation.askOwn(question, then, answer);
  }

  private static X1Commands.Answer badSignature() {
    return X1Commands.Answer.of(Status.BADSIG, "the record's signature does not verify");
  }

  private static X1Commands.Answer tryLater() {
    return X1Commands.Answer.of(Status.TRYLATER, "try again later");
  }
}
