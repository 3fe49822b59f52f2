package cmtp.node.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.record.ServerRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyStandingTest {
  private static final DomainName A = new DomainName("a.example");
  private static final DomainName B = new DomainName("b.example");
  private static final SigningKey OLD = SigningKey.fromSeed(Hash.of(Bytes.utf8("old")));
  private static final SigningKey NEW = SigningKey.fromSeed(Hash.of(Bytes.utf8("new")));
  private static final Optional<VerifyKey> NEXT = Optional.of(NEW.publicKey());

  private static List<Bytes> first(DomainName domain) {
    return List.of(ServerRecord.first(OLD, domain, 1).bytes());
  }

  private static List<Bytes> second(DomainName domain) {
    ServerRecord first = ServerRecord.first(OLD, domain, 1);
    return List.of(first.next(OLD, NEW, 2).bytes(), first.bytes());
  }

  private static KeyStanding of(
      SigningKey current, Optional<VerifyKey> next, List<Bytes> a, List<Bytes> b) {
    return KeyStanding.of(current.publicKey(), next, Map.of(A, a, B, b));
  }

  @Test
  void isCurrentIfNobodyPublishesAnotherKey() {
    assertEquals(KeyStanding.Current.INSTANCE, of(OLD, NEXT, first(A), first(B)));
    assertEquals(KeyStanding.Current.INSTANCE, of(NEW, Optional.empty(), second(A), second(B)));
    assertEquals(KeyStanding.Current.INSTANCE, of(OLD, Optional.empty(), List.of(), List.of()));
  }

  @Test
  void isBetweenFromTheFirstDomainToTheFile() {
    assertEquals(new KeyStanding.Between(List.of(B)), of(OLD, NEXT, second(A), first(B)));
    assertEquals(new KeyStanding.Between(List.of()), of(OLD, NEXT, second(A), second(B)));
    assertEquals(new KeyStanding.Between(List.of()), of(OLD, NEXT, second(A), List.of()));
  }

  @Test
  void isForeignIfTheFilesHoldAnotherKey() {
    assertEquals(
        new KeyStanding.Foreign(A, NEXT),
        KeyStanding.of(OLD.publicKey(), Optional.empty(), Map.of(A, second(A))));
    assertEquals(
        new KeyStanding.Foreign(A, Optional.of(OLD.publicKey())),
        KeyStanding.of(NEW.publicKey(), Optional.empty(), Map.of(A, first(A))));
  }

  @Test
  void isForeignIfAChainIsBroken() {
    List<Bytes> gap = List.of(second(A).get(0));
    assertEquals(
        new KeyStanding.Foreign(A, Optional.empty()),
        KeyStanding.of(NEW.publicKey(), Optional.empty(), Map.of(A, gap)));
  }
}
