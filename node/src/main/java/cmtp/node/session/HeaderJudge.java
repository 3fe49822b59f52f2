package cmtp.node.session;

import cmtp.node.routing.NextHop;
import cmtp.protocol.address.Address;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.message.MessageHeader;
import java.util.Optional;

/** Says from a message's header alone where it goes, or why it goes nowhere. */
final class HeaderJudge {
  private final Conversation conversation;

  HeaderJudge(Conversation conversation) {
    this.conversation = conversation;
  }

  sealed interface Judgement {}

  record Goes(Destination to) implements Judgement {}

  record Stays(Verdict why) implements Judgement {}

  Judgement judge(MessageHeader header, Optional<X1Command.Append> append) {
    if (conversation.isFinishing()) {
      return new Stays(Verdict.passing(Status.TRYLATER, "shutting down"));
    }
    if (!isVersionAllowed(header.version())) {
      return new Stays(
          Verdict.permanent(Status.BADREQUEST, "version " + header.version() + " refused"));
    }
    return append.isPresent() ? judgeAppend(header, append.get()) : judgeMail(header);
  }

  private boolean isVersionAllowed(long version) {
    return version == MessageHeader.SEALED
        || version == MessageHeader.PLAINTEXT && conversation.policy().plaintext();
  }

  private Judgement judgeAppend(MessageHeader header, X1Command.Append append) {
    Optional<Address> user = conversation.user();
    boolean own =
        conversation.address(header.destinationAccount(), header.destinationDomain()).equals(user)
            && conversation.address(header.sourceAccount(), header.sourceDomain()).equals(user);
    return own
        ? new Goes(new MailboxDestination(conversation, user.orElseThrow(), Optional.of(append)))
        : new Stays(Verdict.permanent(Status.DENIED, "not from and to this account"));
  }

  private Judgement judgeMail(MessageHeader header) {
    NextHop next =
        conversation.services().federation().router().route(header, conversation.client());
    if (next instanceof NextHop.LocalMailbox local) {
      return new Goes(new MailboxDestination(conversation, local.address(), Optional.empty()));
    }
    if (next instanceof NextHop.OtherDomain other) {
      return new Goes(new QueueDestination(conversation, other));
    }
    return new Stays(
        switch (((NextHop.Refused) next).reason()) {
          case NOT_A_NAME -> Verdict.permanent(Status.NOTFOUND, "unknown account");
          case NOT_FORWARDED ->
              Verdict.permanent(Status.DENIED, "mail for that domain is not forwarded");
        });
  }
}
