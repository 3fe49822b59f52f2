package cmtp.node.session;

import cmtp.node.keys.KeyDirectory;
import cmtp.node.keys.RemoteKeys;
import cmtp.protocol.address.Address;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keys of other domains' users: who may ask, how often, and what is told (SPEC 4.3, 7.16). A
 * stranger must not be able to make this node talk to another.
 */
final class ForeignKeys {
  private final Conversation conversation;

  ForeignKeys(Conversation conversation) {
    this.conversation = conversation;
  }

  sealed interface Outcome {}

  record Found(RemoteKeys.Found keys) implements Outcome {}

  /** There is none, or this client may not know. */
  enum None implements Outcome {
    INSTANCE
  }

  /** It can't be told now. */
  enum NotNow implements Outcome {
    INSTANCE
  }

  enum TooOften implements Outcome {
    INSTANCE
  }

  void find(String account, String domain, Consumer<Outcome> then) {
    Optional<Address> foreign =
        conversation
            .address(account, domain)
            .filter(address -> !address.account().isServer())
            .filter(address -> !conversation.services().identity().isOurs(address));
    if (foreign.isEmpty() || !mayAsk()) {
      then.accept(None.INSTANCE);
    } else if (conversation.user().isEmpty()) {
      ask(foreign.get(), then);
    } else {
      conversation.whileSessionStands(
          () -> ask(foreign.get(), then),
          () -> find(account, domain, then),
          () -> then.accept(NotNow.INSTANCE));
    }
  }

  private boolean mayAsk() {
    return conversation.services().federation().router().mayAskOthers(conversation.client());
  }

  private void ask(Address address, Consumer<Outcome> then) {
    Federation federation = conversation.services().federation();
    if (!federation.keyLookups().tryAttempt(conversation.peerAddress(), conversation.now())) {
      conversation.logOnce("asks for too many keys of other domains");
      then.accept(TooOften.INSTANCE);
      return;
    }
    conversation.ask(
        RemoteKeys.Answer.class,
        replyTo -> federation.keys().tell(new KeyDirectory.Find(address, replyTo)),
        answer -> then.accept(outcome(answer)),
        () -> then.accept(NotNow.INSTANCE),
        federation.keyPatience());
  }

  private static Outcome outcome(RemoteKeys.Answer answer) {
    if (answer instanceof RemoteKeys.Found found) {
      return new Found(found);
    }
    return answer instanceof RemoteKeys.NoKey ? None.INSTANCE : NotNow.INSTANCE;
  }
}
