package cmtp.node.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.node.CmtpdServer;
import cmtp.node.ScriptedPeer;
import cmtp.node.ScriptedTalk;
import cmtp.node.net.StreamDialer;
import cmtp.node.net.TcpSockets;
import cmtp.node.peer.PeerBook;
import cmtp.node.peer.PeerSettings;
import cmtp.node.routing.Resolution;
import cmtp.persistence.queue.PeerKnowledge;
import cmtp.persistence.queue.PinOrigin;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.command.X1Frame;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.record.KeyRecord;
import cmtp.protocol.wire.X1Codec;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What foreign nodes say of their users' keys, and what is believed. */
class RemoteKeyLookupTest {
  private static final Address BOB = Address.parse("bob@far.example");
  private static final ActorTestKit KIT =
      ActorTestKit.create(
          ConfigFactory.parseString("pekko.actor.provider = local")
              .withFallback(ConfigFactory.load()));

  private final Notebook book = new Notebook();
  private final SigningKey server = SigningKey.generate();
  private final SigningKey bobs = SigningKey.generate();

  @AfterAll
  static void end() {
    KIT.shutdownTestKit();
  }

  /** Knows one domain, and writes down what it is told. */
  private static final class Notebook implements PeerBook {
    final List<String> written = new CopyOnWriteArrayList<>();
    volatile PeerKnowledge known = PeerKnowledge.NONE;
    volatile boolean asked;
    volatile boolean silent;

    @Override
    public void knowledge(DomainName domain, ActorRef<PeerKnowledge> replyTo) {
      asked = true;
      if (!silent) {
        replyTo.tell(known);
      }
    }

    @Override
    public void met(DomainName domain, Bytes key, PinOrigin origin, boolean x1) {
      written.add("met " + domain + " " + key.hex() + " " + origin + " " + x1);
    }

    @Override
    public void disputed(DomainName domain, Bytes offered) {
      written.add("disputed " + domain + " " + offered.hex());
    }
  }

  private RemoteKeys.Answer find(Resolution resolution, Duration timeout) {
    PeerSettings settings =
        new PeerSettings(Duration.ofSeconds(10), Duration.ofSeconds(20), 512, 16 * 1024);
    SecureRandomBytes random = SecureRandomBytes.system();
    Clock clock = Clock.systemUTC();
    RemoteKeyLookup.Parts parts =
        new RemoteKeyLookup.Parts(
            domain -> CompletableFuture.completedStage(resolution),
            new StreamDialer(
                KIT.system(), new TcpSockets(KIT.system()), settings, random, clock::millis),
            book,
            timeout,
            random,
            clock);
    try {
      return new RemoteKeyLookup(KIT.spawn(RemoteKeyLookup.askers(parts)))
          .find(BOB)
          .toCompletableFuture()
          .get(60, TimeUnit.SECONDS);
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  private RemoteKeys.Answer find(InetSocketAddress address) {
    return find(at(address), Duration.ofSeconds(30));
  }

  private static Resolution at(InetSocketAddress address) {
    return new Resolution.Found(List.of(new Resolution.Target("host0", address)), Optional.empty());
  }

  private RemoteKeys.Answer findAt(ScriptedPeer.Script script) {
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", server, script)) {
      return find(peer.address());
    }
  }

  private static void answer(ScriptedTalk talk, String status, Bytes payload) throws IOException {
    X1Frame question = talk.welcome().command("GETREC");
    assertEquals(
        Optional.of(new X1Command.GetRecord("key", "bob", "far.example")),
        X1Codec.decode(question));
    talk.answer(question, status, payload).expect("OBAI\0").expectEnd();
  }

  private static Bytes records(KeyRecord... newestFirst) {
    return new Payload.Records(List.of(newestFirst).stream().map(KeyRecord::bytes).toList())
        .encode();
  }

  private KeyRecord first(Address about, long atMs) {
    return KeyRecord.first(bobs, about.account(), about.domain(), atMs);
  }

  @Test
  void findsTheWholeChainOverASecureChannel() {
    KeyRecord first = first(BOB, System.currentTimeMillis());
    KeyRecord second = first.next(bobs, SigningKey.generate(), System.currentTimeMillis());
    assertEquals(
        new RemoteKeys.Found(List.of(second.bytes(), first.bytes()), Bytes.EMPTY),
        findAt(talk -> answer(talk, "OK", records(second, first))));
    assertEquals(
        List.of("met far.example " + server.publicKey().bytes().hex() + " FIRST_SEEN true"),
        book.written);
  }

  @Test
  void believesNoRecordsOfAnotherUserOrOfTheDead() {
    KeyRecord alices = first(Address.parse("alice@far.example"), System.currentTimeMillis());
    KeyRecord elsewhere = first(Address.parse("bob@other.example"), System.currentTimeMillis());
    KeyRecord expired = first(BOB, 1000);
    KeyRecord second =
        first(BOB, System.currentTimeMillis())
            .next(bobs, SigningKey.generate(), System.currentTimeMillis());
    for (KeyRecord claim : List.of(alices, elsewhere, expired, second)) {
      assertEquals(
          new RemoteKeys.Unavailable("far.example gives records that don't hold"),
          findAt(talk -> answer(talk, "OK", records(claim))));
    }
  }

  @Test
  void saysThatThereIsNoKey() {
    assertEquals(
        new RemoteKeys.NoKey("far.example has no such key"),
        findAt(talk -> answer(talk, "NOTFOUND", Bytes.utf8("no such record"))));
  }

  @Test
  void saysThatItCanNotBeToldNow() {
    assertEquals(
        new RemoteKeys.Unavailable("far.example can't tell: later"),
        findAt(talk -> answer(talk, "TRYLATER", Bytes.utf8("later\nretry-after=60\n"))));
  }

  @Test
  void believesABasePeersBareKeyUnderItsServerKey() {
    assertEquals(
        new RemoteKeys.Found(List.of(), bobs.publicKey().bytes()),
        findAt(
            talk -> {
              talk.introduce("").expect("KEYREQUEST\0bob\0far.example\0");
              talk.say(talk.exact().key(bobs.publicKey())).expect("OBAI\0").expectEnd();
            }));
    assertEquals(
        new RemoteKeys.NoKey("far.example has no such key"),
        findAt(
            talk -> {
              talk.introduce("").expect("KEYREQUEST\0bob\0far.example\0");
              talk.say(talk.exact().message("KEYNOTAVAILABLE")).expect("OBAI\0").expectEnd();
            }));
    assertEquals(
        new RemoteKeys.Unavailable("far.example can't tell the key"),
        findAt(
            talk -> {
              talk.introduce("").expect("KEYREQUEST\0bob\0far.example\0");
              talk.say(talk.exact().general("FAILURE")).expect("OBAI\0").expectEnd();
            }));
  }

  @Test
  void asksTheProgramOf2017InItsOwnWay() {
    try (CmtpdServer cmtpd =
        CmtpdServer.start(
            "far.example", server, Map.of("bob", bobs.publicKey()), CmtpdServer.Missing.ZERO_KEY)) {
      assertEquals(
          new RemoteKeys.Found(List.of(), bobs.publicKey().bytes()), find(cmtpd.address()));
    }
    try (CmtpdServer cmtpd =
        CmtpdServer.start("far.example", server, Map.of(), CmtpdServer.Missing.ZERO_KEY)) {
      assertEquals(new RemoteKeys.NoKey("far.example has no such key"), find(cmtpd.address()));
    }
  }

  @Test
  void writesNothingAboutADomainWithoutACompletedHandshake() {
    findAt(talk -> talk.say("220 far.example ESMTP\r\n").hang());
    findAt(talk -> talk.greet());
    assertEquals(false, book.asked);
    assertEquals(List.of(), book.written);
  }

  @Test
  void tellsTheBookOfAnotherKeyThanThePinnedOne() {
    SigningKey pinned = SigningKey.generate();
    book.known =
        new PeerKnowledge(
            pinned.publicKey().bytes(), PinOrigin.FIRST_SEEN, 1, true, Bytes.EMPTY, 0);
    assertEquals(
        new RemoteKeys.Unavailable("host0 shows another key than the one known here"),
        findAt(
            talk -> {
              talk.introduce(" X1");
              talk.answer(talk.command("GETREC"), "NOTFOUND", Bytes.utf8("none")).expectEnd();
            }));
    assertEquals(List.of("disputed far.example " + server.publicKey().bytes().hex()), book.written);
  }

  @Test
  void endsInTimeWhateverHappens() {
    Duration short_ = Duration.ofMillis(300);
    RemoteKeys.Answer late = new RemoteKeys.Unavailable("the domain's node took too long");
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", server, ScriptedTalk::hang)) {
      assertEquals(late, find(at(peer.address()), short_));
    }
    book.silent = true;
    try (ScriptedPeer peer =
        ScriptedPeer.of("far.example", server, talk -> talk.introduce(" X1").hang())) {
      assertEquals(late, find(at(peer.address()), short_));
    }
  }

  @Test
  void hasNoKeyOfADomainThatIsNone() {
    assertEquals(
        new RemoteKeys.NoKey("there is no such domain"),
        find(new Resolution.NoSuchDomain("there is no such domain"), Duration.ofSeconds(30)));
    assertEquals(
        new RemoteKeys.Unavailable("DNS is silent"),
        find(new Resolution.Unresolved("DNS is silent"), Duration.ofSeconds(30)));
  }
}
