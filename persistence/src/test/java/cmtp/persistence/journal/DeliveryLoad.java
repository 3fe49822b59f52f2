package cmtp.persistence.journal;

import static cmtp.persistence.mailbox.Samples.NOW;
import static cmtp.persistence.mailbox.Samples.QUOTA;
import static cmtp.persistence.mailbox.Samples.RECORD;
import static cmtp.persistence.mailbox.Samples.XZIBIT;

import cmtp.persistence.content.ContentStore;
import cmtp.persistence.mailbox.AccountDecisions;
import cmtp.persistence.mailbox.BoxName;
import cmtp.persistence.mailbox.Flags;
import cmtp.persistence.mailbox.Incoming;
import cmtp.persistence.mailbox.MailboxDecisions;
import cmtp.persistence.mailbox.MailboxState;
import cmtp.persistence.mailbox.Samples;
import cmtp.persistence.mailbox.Sections;
import cmtp.protocol.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Writers that each deliver one message after the other to a mailbox of their own, the way the node
 * does: chunks first, then the event. The bytes of a message follow from its number.
 */
final class DeliveryLoad {

  /** Called for each message that was acknowledged. */
  interface Acknowledged {
    void message(String mailbox, long number);
  }

  private final TestNode node;
  private final int messageBytes;
  private final LongFunction<Bytes> messages;
  private final Acknowledged acknowledged;

  DeliveryLoad(TestNode node, int messageBytes, Acknowledged acknowledged) {
    this(node, messageBytes, number -> message(number, messageBytes), acknowledged);
  }

  /**
   * @param messages the bytes of each message by its number, all of one length
   */
  DeliveryLoad(
      TestNode node, int messageBytes, LongFunction<Bytes> messages, Acknowledged acknowledged) {
    this.node = node;
    this.messageBytes = messageBytes;
    this.messages = messages;
    this.acknowledged = acknowledged;
  }

  static String mailbox(int writer) {
    return "box" + writer;
  }

  List<ActorRef<TestMailbox.Command>> open(int writers) {
    List<ActorRef<TestMailbox.Command>> mailboxes = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      ActorRef<TestMailbox.Command> mailbox = node.mailbox(mailbox(i), 100_000);
      node.wish(mailbox, s -> AccountDecisions.open(s, RECORD, XZIBIT, NOW))
          .toCompletableFuture()
          .join();
      mailboxes.add(mailbox);
    }
    return mailboxes;
  }

  /** Delivers {@code messages} to each mailbox, with numbers from {@code first} on. */
  void run(List<ActorRef<TestMailbox.Command>> mailboxes, long first, long messages) {
    CompletableFuture<?>[] writers = new CompletableFuture<?>[mailboxes.size()];
    for (int i = 0; i < writers.length; i++) {
      writers[i] = new CompletableFuture<Void>();
      deliver(i, mailboxes.get(i), first, first + messages, writers[i]);
    }
    CompletableFuture.allOf(writers).join();
  }

  private void deliver(
      int writer,
      ActorRef<TestMailbox.Command> mailbox,
      long number,
      long end,
      CompletableFuture<?> done) {
    if (number == end) {
      done.complete(null);
      return;
    }
    deliver(mailbox, mailbox(writer), number)
        .whenComplete(
            (state, failure) -> {
              if (failure != null) {
                done.completeExceptionally(failure);
              } else {
                acknowledged.message(mailbox(writer), number);
                deliver(writer, mailbox, number + 1, end, done);
              }
            });
  }

  private CompletionStage<MailboxState> deliver(
      ActorRef<TestMailbox.Command> mailbox, String owner, long number) {
    ContentStore content = node.content();
    long id = content.newId();
    Bytes message = messages.apply(number);
    List<CompletableFuture<Void>> chunks = new ArrayList<>();
    int chunkBytes = Math.min(ContentStore.CHUNK_BYTES_MAX, Math.max(1, messageBytes / 2));
    for (int at = 0, chunk = 0; at < message.length(); at += chunkBytes, chunk++) {
      Bytes part =
          messageBytes <= 2048
              ? message // as the node does with what is small
              : message.slice(at, Math.min(message.length(), at + chunkBytes));
      chunks.add(content.append(id, owner, chunk, part).toCompletableFuture());
      if (part == message) {
        break;
      }
    }
    return CompletableFuture.allOf(chunks.toArray(CompletableFuture<?>[]::new))
        .thenCompose(
            written ->
                node.wish(
                    mailbox,
                    s -> MailboxDecisions.deliver(s, incoming(number, id, message), QUOTA, NOW)))
        .thenApply(
            state -> {
              content.confirm(List.of(id));
              return state;
            });
  }

  private static Incoming incoming(long number, long contentId, Bytes message) {
    return new Incoming(
        BoxName.INBOX,
        Samples.mid(number),
        contentId,
        new Sections(10, 0, message.length() - 10L, List.of()),
        "ann@example.org",
        Flags.NONE);
  }

  static Bytes message(long number, int length) {
    byte[] bytes = new byte[length];
    long state = number * 0x9e3779b97f4a7c15L + 1;
    for (int i = 0; i < length; i++) {
      state ^= state << 13;
      state ^= state >>> 7;
      state ^= state << 17;
      bytes[i] = (byte) state;
    }
    return Bytes.wrap(bytes);
  }
}
