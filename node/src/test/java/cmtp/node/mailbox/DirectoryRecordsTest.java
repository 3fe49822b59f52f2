package cmtp.node.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.persistence.directory.DirectoryEvent;
import cmtp.persistence.directory.DirectoryState;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.record.ServerRecord;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import org.apache.pekko.persistence.testkit.javadsl.EventSourcedBehaviorTestKit.CommandResultWithReply;
import org.apache.pekko.persistence.testkit.javadsl.EventSourcedBehaviorTestKit.SerializationSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The chain of a domain's server keys. */
class DirectoryRecordsTest {
  private static final DomainName DOMAIN = new DomainName("example.org");
  private static final SigningKey OLD = key("old");
  private static final SigningKey NEW = key("new");
  private static final ServerRecord FIRST = ServerRecord.first(OLD, DOMAIN, 1);
  private static final ServerRecord SECOND = FIRST.next(OLD, NEW, 2);

  private ActorTestKit kit;
  private EventSourcedBehaviorTestKit<Directory.Command, DirectoryEvent, DirectoryState> directory;

  private static SigningKey key(String name) {
    return SigningKey.fromSeed(Hash.of(Bytes.utf8(name)));
  }

  @BeforeEach
  void start() {
    kit = ActorTestKit.create(EventSourcedBehaviorTestKit.config());
    directory =
        EventSourcedBehaviorTestKit.create(
            kit.system(),
            Directory.create(DOMAIN, Clock.systemUTC()),
            new SerializationSettings(false, false, false, false, false));
    ask(to -> new Directory.BeginRecords(FIRST.bytes(), to));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private CommandResultWithReply<Directory.Command, DirectoryEvent, DirectoryState, Directory.Reply>
      ask(Function<ActorRef<Directory.Reply>, Directory.Command> command) {
    return directory.runCommand(command::apply);
  }

  private Directory.Reply append(ServerRecord record) {
    return ask(to -> new Directory.AppendRecord(record.bytes(), to)).reply();
  }

  private static Directory.Records records(ServerRecord... newestFirst) {
    return new Directory.Records(
        DOMAIN, List.of(newestFirst).stream().map(ServerRecord::bytes).toList());
  }

  @Test
  void growsByTheNextRecord() {
    assertEquals(records(SECOND, FIRST), append(SECOND));
    directory.restart();
    assertEquals(records(SECOND, FIRST), ask(Directory.GetRecords::new).reply());
  }

  @Test
  void takesTheNewestOnceMoreWithoutStoringIt() {
    append(SECOND);
    var again = ask(to -> new Directory.AppendRecord(SECOND.bytes(), to));
    assertEquals(records(SECOND, FIRST), again.reply());
    assertTrue(again.hasNoEvents());
  }

  @Test
  void refusesWhatDoesNotContinueIt() {
    append(SECOND);
    Directory.Reply stale = new Directory.StaleRecord(DOMAIN);
    assertEquals(stale, append(FIRST.next(OLD, key("third"), 3)));
    assertEquals(stale, append(FIRST));
    assertEquals(stale, append(SECOND.next(NEW, OLD, 3)));
    assertEquals(stale, append(ServerRecord.first(OLD, new DomainName("b.example"), 1)));
    assertEquals(stale, ask(to -> new Directory.AppendRecord(Bytes.utf8("no record"), to)).reply());
    assertEquals(records(SECOND, FIRST), ask(Directory.GetRecords::new).reply());
  }

  @Test
  void beginsAnewOnlyWithAFirstRecordOfItsDomain() {
    append(SECOND);
    ServerRecord anew = ServerRecord.first(key("anew"), DOMAIN, 9);
    assertEquals(records(anew), ask(to -> new Directory.RestartRecords(anew.bytes(), to)).reply());
    assertEquals(
        new Directory.StaleRecord(DOMAIN),
        ask(to -> new Directory.RestartRecords(SECOND.bytes(), to)).reply());
  }
}
