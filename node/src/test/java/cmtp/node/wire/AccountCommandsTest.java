package cmtp.node.wire;

import static cmtp.node.SharedNode.freshName;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.Peer;
import cmtp.node.SharedNode;
import cmtp.node.TestMail;
import cmtp.node.TestNode;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.record.KeyRecord;
import cmtp.protocol.record.SignedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 7.7 and 7.16 to 7.18. */
@ExtendWith(SharedNode.class)
class AccountCommandsTest {
  private static final long YEAR_MS = 365L * 24 * 3600 * 1000;

  private final TestNode node;

  AccountCommandsTest(TestNode node) {
    this.node = node;
  }

  private static Address freshAddress() {
    return Address.parse(freshName("account") + "@example.org");
  }

  private static X1Command.Register register(Address address, String code, SigningKey key) {
    return new X1Command.Register(
        address.toString(), code, TestNode.firstRecord(address, key), TestNode.anXzibit(key));
  }

  private static KeyRecord record(Address address, SigningKey key) {
    return KeyRecord.parse(TestNode.firstRecord(address, key)).orElseThrow();
  }

  private List<Bytes> chain(Address address) {
    try (Peer peer = Peer.of(node)) {
      Peer.Answer answer =
          peer.ask(
              new X1Command.GetRecord("key", address.account().value(), address.domain().value()));
      return answer.status() == Status.NOTFOUND
          ? List.of()
          : answer.ok(Payload.Records::decode).newestFirst();
    }
  }

  @Test
  void turnsAnInvitationIntoAnAccount() {
    Address address = freshAddress();
    String code = node.invite(address.toString());
    SigningKey key = SigningKey.generate();
    try (Peer peer = Peer.of(node).secure()) {
      assertEquals(Status.OK, peer.status(register(address, code, key)));
      assertEquals(Status.AUTHREQUIRED, peer.status(X1Command.Boxes.INSTANCE));
      peer.authenticate(new TestNode.User(address, key));
      assertEquals(Status.OK, peer.status(X1Command.Boxes.INSTANCE));
    }
    assertEquals(List.of(record(address, key).user().value()), List.of(address.account().value()));
    assertEquals(1, chain(address).size());
    try (Peer peer = Peer.of(node)) {
      peer.say("LOGIN\0" + address + "\0").expect(node.exact().xzibit(TestNode.anXzibit(key)));
    }
  }

  @Test
  void takesAnInvitationOnceAndForItsNameOnly() {
    Address address = freshAddress();
    Address other = freshAddress();
    String code = node.invite(address.toString());
    node.invite(other.toString());
    SigningKey key = SigningKey.generate();
    try (Peer peer = Peer.of(node).secure()) {
      assertEquals(Status.DENIED, peer.status(register(other, code, key)));
      assertEquals(Status.DENIED, peer.status(register(address, code + "x", key)));
      assertEquals(Status.DENIED, peer.status(register(freshAddress(), code, key)));
      assertEquals(Status.DENIED, peer.status(register(address, "", key)));
      assertEquals(Status.OK, peer.status(register(address, code, key)));
      assertEquals(Status.DENIED, peer.status(register(address, code, key)));
    }
  }

  @Test
  void letsALaterInvitationReplaceTheEarlier() {
    Address address = freshAddress();
    String first = node.invite(address.toString());
    String second = node.invite(address.toString());
    SigningKey key = SigningKey.generate();
    try (Peer peer = Peer.of(node).secure()) {
      assertEquals(Status.DENIED, peer.status(register(address, first, key)));
      assertEquals(Status.OK, peer.status(register(address, second, key)));
    }
  }

  @Test
  void registersNobodyWithoutARecordInOrder() {
    Address address = freshAddress();
    String code = node.invite(address.toString());
    SigningKey key = SigningKey.generate();
    Bytes record = TestNode.firstRecord(address, key);
    Bytes xzibit = TestNode.anXzibit(key);
    Bytes others = TestNode.firstRecord(freshAddress(), key);
    Bytes second = record(address, key).next(key, SigningKey.generate(), 1).record().bytes();
    byte[] forged = record.toArray();
    forged[forged.length - 10] = (byte) (forged[forged.length - 10] == 'A' ? 'B' : 'A');
    byte[] shortXzibit = xzibit.slice(0, 155).toArray();
    byte[] unknownXzibit = xzibit.toArray();
    unknownXzibit[3] = 3;
    byte[] foreignText = Bytes.utf8("SUCCESS " + "0".repeat(148)).toArray();
    try (Peer peer = Peer.of(node).secure()) {
      assertEquals(Status.BADREQUEST, register(peer, address, code, others, xzibit));
      assertEquals(Status.BADREQUEST, register(peer, address, code, second, xzibit));
      assertEquals(Status.BADREQUEST, register(peer, address, code, Bytes.EMPTY, xzibit));
      assertEquals(Status.BADREQUEST, register(peer, address, code, Bytes.utf8("SUCCESS"), xzibit));
      assertEquals(
          Status.BADREQUEST, register(peer, address, code, record, Bytes.wrap(shortXzibit)));
      assertEquals(
          Status.BADREQUEST, register(peer, address, code, record, Bytes.wrap(unknownXzibit)));
      assertEquals(
          Status.BADREQUEST, register(peer, address, code, record, Bytes.wrap(foreignText)));
    }
    try (Peer peer = Peer.of(node).secure()) {
      assertEquals(Status.BADSIG, register(peer, address, code, Bytes.wrap(forged), xzibit));
      assertEquals(
          Status.BADREQUEST,
          register(peer, address, code, Bytes.wrap(forged), Bytes.wrap(shortXzibit)));
      assertEquals(Status.BADREQUEST, register(peer, address, code, expired(address, key), xzibit));
      assertEquals(
          Status.BADREQUEST, register(peer, address, code, fromTheFuture(address, key), xzibit));
      assertEquals(Status.OK, register(peer, address, code, record, xzibit));
    }
  }

  private static Status register(
      Peer peer, Address address, String code, Bytes record, Bytes xzibit) {
    return peer.status(new X1Command.Register(address.toString(), code, record, xzibit));
  }

  private static Bytes expired(Address address, SigningKey key) {
    long now = System.currentTimeMillis();
    return first(address, key, now - 2 * YEAR_MS, now - YEAR_MS);
  }

  private static Bytes fromTheFuture(Address address, SigningKey key) {
    long now = System.currentTimeMillis();
    return first(address, key, now + 25 * 3600 * 1000, now + YEAR_MS);
  }

  private static Bytes first(Address address, SigningKey key, long issued, long expires) {
    Map<String, String> fields =
        Map.of(
            "domain", address.domain().value(),
            "key", key.publicKey().base64(),
            "prev", Bytes.wrap(new byte[32]).base64(),
            "seq", "0",
            "user", address.account().value());
    return new SignedRecord.Draft("key", issued, expires, new TreeMap<>(fields)).sign(key).bytes();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../etc/passwd",
        "a/b",
        ".hidden",
        "a..b",
        "",
        "two words",
        "p\u0430ypal",
        "bell\u0007",
        "right\u202eleft",
        "x@elsewhere.example",
        "x@not a domain",
        "@example.org"
      })
  void registersNoNameThatCanNotBe(String name) {
    SigningKey key = SigningKey.generate();
    try (Peer peer = Peer.of(node).secure()) {
      X1Command.Register register =
          new X1Command.Register(
              name, "code", TestNode.firstRecord(freshAddress(), key), TestNode.anXzibit(key));
      assertEquals(Status.BADREQUEST, peer.status(register));
    }
  }

  @Test
  void replacesTheXzibitAndNothingElseByIt() {
    TestNode.User user = node.openWithoutPassword(freshName("xzibit"));
    Bytes second = TestNode.anXzibit(SigningKey.generate());
    byte[] firstVersion = second.toArray();
    firstVersion[3] = 1;
    try (Peer peer = Peer.session(node, user)) {
      assertEquals(Status.OK, peer.status(new X1Command.Xzibit(second)));
      peer.say("LOGIN\0" + user.address() + "\0").expect(node.exact().xzibit(second));
      for (Bytes wrong :
          List.of(
              Bytes.EMPTY,
              second.slice(0, 155),
              Bytes.wrap(firstVersion),
              Bytes.wrap(new byte[156]),
              Bytes.utf8("X".repeat(156)))) {
        assertEquals(Status.BADREQUEST, peer.status(new X1Command.Xzibit(wrong)));
      }
      peer.say("LOGIN\0" + user.address() + "\0").expect(node.exact().xzibit(second));
    }
  }

  @Test
  void handsOutTheServersRecordInClear() {
    try (Peer peer = Peer.of(node)) {
      for (String domain : List.of("", "example.org", "example.net", "EXAMPLE.net")) {
        List<Bytes> records =
            peer.ok(new X1Command.GetRecord("srv", "", domain), Payload.Records::decode)
                .newestFirst();
        assertEquals(1, records.size());
        cmtp.protocol.record.ServerRecord record =
            cmtp.protocol.record.ServerRecord.parse(records.get(0)).orElseThrow();
        assertEquals(node.serverKey(), record.key());
        assertEquals(
            domain.isEmpty() ? "example.org" : domain.toLowerCase(java.util.Locale.ROOT),
            record.domain().value());
      }
    }
  }

  @Test
  void knowsNoRecordOfWhoIsNotHere() {
    node.invite("invited.only@example.org");
    try (Peer peer = Peer.of(node)) {
      for (X1Command.GetRecord question :
          List.of(
              new X1Command.GetRecord("key", "nobody", "example.org"),
              new X1Command.GetRecord("key", "", "example.org"),
              new X1Command.GetRecord("key", "invited.only", ""),
              new X1Command.GetRecord("key", "../x", "example.org"),
              new X1Command.GetRecord("key", "postmaster", "elsewhere.example"),
              new X1Command.GetRecord("srv", "", "elsewhere.example"),
              new X1Command.GetRecord("srv", "", "not a domain"))) {
        assertEquals(Status.NOTFOUND, peer.status(question));
      }
      assertEquals(Status.UNSUPPORTED, peer.status(new X1Command.GetRecord("vouch", "x", "")));
    }
  }

  @Test
  void lengthensTheChainByWhatContinuesIt() {
    TestNode.User user = node.openWithoutPassword(freshName("chain"));
    SigningKey second = SigningKey.generate();
    SigningKey third = SigningKey.generate();
    long now = System.currentTimeMillis();
    KeyRecord one = KeyRecord.parse(chain(user.address()).get(0)).orElseThrow();
    KeyRecord two = one.next(user.key(), second, now);
    KeyRecord three = two.next(second, third, now);
    try (Peer peer = Peer.session(node, user)) {
      assertEquals(Status.STALEKEY, put(peer, three.record().bytes()));
      assertEquals(Status.OK, put(peer, two.record().bytes()));
      assertEquals(Status.OK, put(peer, two.record().bytes()), "the same again");
      assertEquals(Status.STALEKEY, put(peer, one.record().bytes()), "an older one");
      KeyRecord fork = one.next(user.key(), SigningKey.generate(), now);
      assertEquals(Status.STALEKEY, put(peer, fork.record().bytes()), "a fork");
      assertEquals(Status.OK, put(peer, three.record().bytes()));
      assertEquals(Status.OK, peer.status(X1Command.Boxes.INSTANCE), "the session stands");
    }
    assertEquals(
        List.of(three.record().bytes(), two.record().bytes(), one.record().bytes()),
        chain(user.address()));
    try (Peer peer = Peer.of(node).secure()) {
      peer.say("KEYREQUEST\0" + user.address().account() + "\0\0");
      peer.expect(node.exact().key(third.publicKey()));
      String address = user.address().toString();
      assertEquals(Status.BADSIG, peer.prove(address, user.key()).status());
      assertEquals(Status.OK, peer.prove(address, third).status());
    }
  }

  private static Status put(Peer peer, Bytes record) {
    return peer.status(new X1Command.PutRecord(record));
  }

  @Test
  void putsNoRecordThatIsNotTheSessionsOwn() {
    TestNode.User user = node.openWithoutPassword(freshName("chain"));
    TestNode.User other = node.openWithoutPassword(freshName("chain"));
    KeyRecord others = record(other.address(), other.key());
    Bytes own = record(user.address(), user.key()).record().bytes();
    byte[] forged = own.toArray();
    forged[forged.length - 10] = (byte) (forged[forged.length - 10] == 'A' ? 'B' : 'A');
    Bytes server =
        cmtp.protocol.record.ServerRecord.first(
                user.key(), user.address().domain(), System.currentTimeMillis())
            .record()
            .bytes();
    Bytes unknown =
        new SignedRecord.Draft("vouch", 1, Long.MAX_VALUE / 16, new TreeMap<>())
            .sign(user.key())
            .bytes();
    try (Peer peer = Peer.session(node, user)) {
      assertEquals(Status.DENIED, put(peer, others.record().bytes()));
      assertEquals(Status.DENIED, put(peer, server));
      assertEquals(Status.UNSUPPORTED, put(peer, unknown));
      assertEquals(Status.BADSIG, put(peer, Bytes.wrap(forged)));
      assertEquals(Status.BADREQUEST, put(peer, Bytes.EMPTY));
      assertEquals(Status.BADREQUEST, put(peer, Bytes.utf8("t=key\nv=1\n")));
      assertEquals(Status.BADREQUEST, put(peer, TestMail.noise(4096)));
      assertEquals(Status.BADREQUEST, put(peer, expired(user.address(), user.key())));
      assertEquals(Status.BADREQUEST, put(peer, expired(other.address(), other.key())));
      assertEquals(
          Status.BADREQUEST,
          peer.ask(
                  peer.frame(
                      "PUTREC",
                      Bytes.concat(cmtp.node.Exact.u32(4097), Bytes.wrap(new byte[4097]))))
              .status());
    }
    assertEquals(1, chain(user.address()).size());
  }

  /** SPEC 1.6, as a record's key: its other lines are right, and nobody can sign for such a key. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
      })
  void registersNoKeyOfSmallOrder(String weak) {
    Address address = freshAddress();
    String code = node.invite(address.toString());
    SigningKey key = SigningKey.generate();
    String good = TestNode.firstRecord(address, key).utf8();
    String text =
        good.replace(key.publicKey().base64(), Bytes.hex(weak).base64())
            .replaceAll("sig=.*", "sig=" + Bytes.wrap(new byte[64]).base64());
    try (Peer peer = Peer.of(node).secure()) {
      assertEquals(
          Status.BADREQUEST,
          register(peer, address, code, Bytes.utf8(text), TestNode.anXzibit(key)));
    }
  }

  @Test
  void keepsAtMostSixteenRecords() {
    TestNode.User user = node.openWithoutPassword(freshName("chain"));
    List<Bytes> wanted = new ArrayList<>(chain(user.address()));
    KeyRecord newest = KeyRecord.parse(wanted.get(0)).orElseThrow();
    SigningKey current = user.key();
    try (Peer peer = Peer.session(node, user)) {
      for (int seq = 1; seq < 16; seq++) {
        SigningKey next = SigningKey.generate();
        newest = newest.next(current, next, System.currentTimeMillis());
        current = next;
        assertEquals(Status.OK, put(peer, newest.record().bytes()));
        wanted.add(0, newest.record().bytes());
      }
      Bytes another = first(user.address(), SigningKey.generate(), 1, Long.MAX_VALUE / 16);
      assertEquals(Status.OVERQUOTA, put(peer, another));
    }
    assertEquals(wanted, chain(user.address()));
  }

  @Test
  void beginsANewChainWithAReset() {
    TestNode.User user = node.openWithoutPassword(freshName("chain"));
    Bytes before = chain(user.address()).get(0);
    TestNode.User again = node.reset(user);
    List<Bytes> after = chain(user.address());
    assertEquals(1, after.size());
    KeyRecord record = KeyRecord.parse(after.get(0)).orElseThrow();
    assertEquals(again.key().publicKey(), record.key());
    assertEquals(0, record.seq());
    assertTrue(!after.get(0).equals(before));
  }
}
