package cmtp.node.remoting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.delivery.QueueBoard;
import cmtp.node.delivery.RemoteDomain;
import cmtp.node.mailbox.Directory;
import cmtp.node.mailbox.Mailbox;
import cmtp.persistence.mailbox.Refusal;
import cmtp.protocol.Bytes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The form of every message that may leave its process, against the files that were kept. */
class MessagesTest {
  private static final String WRITE = "messages.write";
  private static final Path DIRECTORY = Path.of("src/test/resources/messages");
  private static final String ENDING = ".hex";
  private static final int LINE = 96;

  /** What queues and those who ask tell the board of their own process. */
  private static final Set<Class<?>> LOCAL =
      Set.of(
          QueueBoard.Working.class,
          QueueBoard.Resting.class,
          QueueBoard.GetSummaries.class,
          QueueBoard.GatherMail.class,
          QueueBoard.FindMail.class);

  private static final List<Class<?>> ROOTS =
      List.of(
          Mailbox.Command.class,
          Directory.Command.class,
          RemoteDomain.Command.class,
          QueueBoard.Command.class);

  private static ActorTestKit kit;
  private static ActorRef<?> nobody;
  private static ObjectMapper mapper;

  @BeforeAll
  static void start() throws IOException {
    kit =
        ActorTestKit.create(
            ConfigFactory.parseString("pekko.actor.provider = local")
                .withFallback(ConfigFactory.parseResources("cmtp-pekko.conf"))
                .withFallback(ConfigFactory.load()));
    nobody = kit.system().deadLetters();
    mapper = MessageMapper.create(new OneReference());
    if (Boolean.getBoolean(WRITE)) {
      write();
    }
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  private static final class OneReference implements References {
    @Override
    public String text(ActorRef<?> reference) {
      return "pekko://cmtp@192.0.2.1:2525/user/x#1";
    }

    @Override
    public ActorRef<?> reference(String text) {
      return nobody;
    }
  }

  private static void write() throws IOException {
    Files.createDirectories(DIRECTORY);
    for (String name : MessageNames.all()) {
      Files.write(DIRECTORY.resolve(name + ENDING), lines(name));
    }
  }

  /** Each sample's bytes in hex, in lines; an empty one behind each sample. */
  private static List<String> lines(String name) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Object sample : samples(name)) {
      String hex = Bytes.wrap(mapper.writeValueAsBytes(sample)).hex();
      for (int from = 0; from < hex.length(); from += LINE) {
        lines.add(hex.substring(from, Math.min(hex.length(), from + LINE)));
      }
      lines.add("");
    }
    return lines;
  }

  private static List<Object> samples(String name) {
    return new Samples(nobody).of(MessageNames.type(name).orElseThrow());
  }

  private static List<byte[]> kept(String name) throws IOException {
    List<byte[]> kept = new ArrayList<>();
    StringBuilder hex = new StringBuilder();
    for (String line : Files.readAllLines(DIRECTORY.resolve(name + ENDING))) {
      hex.append(line);
      if (line.isEmpty()) {
        kept.add(Bytes.hex(hex.toString()).toArray());
        hex.setLength(0);
      }
    }
    return kept;
  }

  private static Stream<DynamicTest> eachName(Check check) {
    return MessageNames.all().stream()
        .sorted()
        .map(name -> DynamicTest.dynamicTest(name, () -> check.of(name)));
  }

  @FunctionalInterface
  private interface Check {
    void of(String name) throws IOException;
  }

  @TestFactory
  Stream<DynamicTest> everyMessageIsWrittenAsItWasKept() {
    return eachName(
        name ->
            assertEquals(lines(name), Files.readAllLines(DIRECTORY.resolve(name + ENDING)), name));
  }

  @TestFactory
  Stream<DynamicTest> everyKeptMessageIsReadAsItWas() {
    return eachName(
        name -> {
          List<Object> read = new ArrayList<>();
          for (byte[] bytes : kept(name)) {
            read.add(mapper.readValue(bytes, MessageNames.type(name).orElseThrow()));
          }
          assertEquals(samples(name), read);
        });
  }

  @TestFactory
  Stream<DynamicTest> whatALaterVersionAddsIsPassedOver() {
    return eachName(
        name -> {
          for (byte[] bytes : kept(name)) {
            Object read = mapper.readValue(bytes, MessageNames.type(name).orElseThrow());
            if (mapper.readTree(bytes) instanceof ObjectNode fields) {
              fields.putArray("later").addObject().put("x", 1);
              assertEquals(read, again(fields, read.getClass()));
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> whatAnEarlierVersionLacksIsNothing() {
    return eachName(
        name -> {
          Class<?> type = MessageNames.type(name).orElseThrow();
          if (type.isRecord() && type != Mailbox.InSession.class) {
            for (RecordComponent component : type.getRecordComponents()) {
              withoutComponent(name, type, component);
            }
          }
        });
  }

  private static void withoutComponent(String name, Class<?> type, RecordComponent component)
      throws IOException {
    ObjectNode fields = (ObjectNode) mapper.readTree(kept(name).get(0));
    fields.remove(component.getName());
    Class<?> of = component.getType();
    boolean hasDefault =
        of.isPrimitive()
            || Set.of(String.class, Bytes.class, List.class, Set.class, java.util.Optional.class)
                .contains(of);
    if (!hasDefault) {
      assertThrows(IOException.class, () -> again(fields, type), component.toString());
      return;
    }
    Object read = again(fields, type);
    try {
      Object value = component.getAccessor().invoke(read);
      String text = String.valueOf(value);
      assertTrue(
          Set.of("0", "false", "", "[]", "Optional.empty").contains(text)
              || value.equals(Bytes.EMPTY),
          component + " is " + text);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Object again(JsonNode fields, Class<?> type) throws IOException {
    return mapper.readValue(mapper.writeValueAsBytes(fields), type);
  }

  @Test
  void thereIsAFileForEachNameAndNoOther() throws IOException {
    Set<String> present = new TreeSet<>();
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      files.forEach(file -> present.add(file.getFileName().toString().replace(ENDING, "")));
    }
    assertEquals(new TreeSet<>(MessageNames.all()), present);
  }

  @Test
  void everyCommandOfAnEntityOrBoardHasAName() {
    ROOTS.forEach(MessagesTest::assertNamed);
  }

  /** Whom a message names it may be answered to, from wherever it went. */
  @Test
  void everyAnswerToANamedMessageHasAName() {
    for (String name : MessageNames.all()) {
      Class<?> type = MessageNames.type(name).orElseThrow();
      if (type.isRecord()) {
        for (RecordComponent component : type.getRecordComponents()) {
          if (component.getGenericType() instanceof ParameterizedType generic
              && generic.getRawType() == ActorRef.class) {
            assertNamed((Class<?>) generic.getActualTypeArguments()[0]);
          }
        }
      }
    }
  }

  /** Who is not public is told by an actor to itself, or by its children. */
  private static void assertNamed(Class<?> type) {
    if (type.isSealed()) {
      Stream.of(type.getPermittedSubclasses()).forEach(MessagesTest::assertNamed);
    } else if (Modifier.isPublic(type.getModifiers()) && !LOCAL.contains(type)) {
      assertTrue(MessageNames.of(type).isPresent(), type + " has no name");
    }
  }

  @Test
  void everyNamedMessageIsBoundToItsSerializer() throws Exception {
    Serialization serialization = SerializationExtension.get(kit.system());
    for (String name : MessageNames.all()) {
      Class<?> type = MessageNames.type(name).orElseThrow();
      assertInstanceOf(MessageSerializer.class, serialization.serializerFor(type), name);
    }
  }

  @Test
  void theSerializerReadsBackWhatItWroteWithItsReferences() throws Exception {
    MessageSerializer serializer =
        (MessageSerializer)
            SerializationExtension.get(kit.system()).serializerFor(Mailbox.GetAccount.class);
    ActorRef<Mailbox.Reply> probe = kit.<Mailbox.Reply>createTestProbe().ref();
    Mailbox.GetAccount message = new Mailbox.GetAccount(probe);
    assertEquals(
        message, serializer.fromBinary(serializer.toBinary(message), serializer.manifest(message)));
  }

  @Test
  void whatIsNoMessageIsRefused() throws Exception {
    MessageSerializer serializer =
        (MessageSerializer)
            SerializationExtension.get(kit.system()).serializerFor(Mailbox.GetAccount.class);
    byte[] refused = mapper.writeValueAsBytes(new Mailbox.Refused(Refusal.FULL));
    for (String manifest : List.of("mr.Unheard", "m.Deliver", "java.lang.String", "")) {
      assertThrows(
          NotSerializableException.class, () -> serializer.fromBinary(refused, manifest), manifest);
    }
    assertThrows(
        NotSerializableException.class, () -> serializer.fromBinary(new byte[] {1}, "m.Check"));
    assertThrows(IllegalArgumentException.class, () -> serializer.manifest("text"));
  }

  @Test
  void noFormIsLeftUnread() {
    assertThrows(
        IOException.class,
        () -> mapper.readValue(Bytes.hex("a000").toArray(), Mailbox.Refused.class));
    assertThrows(UncheckedIOException.class, MessagesTest::nested);
  }

  /** A session's command holds no other session's. */
  private static void nested() {
    try {
      ObjectNode fields = (ObjectNode) mapper.readTree(kept("m.InSession").get(0));
      fields.put("name", "m.InSession");
      fields.set("command", fields.deepCopy());
      again(fields, Mailbox.InSession.class);
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }
}
