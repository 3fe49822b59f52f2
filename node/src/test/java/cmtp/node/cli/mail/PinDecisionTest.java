package cmtp.node.cli.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.record.KeyRecord;
import cmtp.protocol.record.RecordChain;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PinDecisionTest {
  private static final Address BOB = Address.parse("bob@b.org");
  private static final long NOW = 1_800_000_000_000L;

  private final SigningKey first = SigningKey.generate();
  private final SigningKey second = SigningKey.generate();
  private final SigningKey stranger = SigningKey.generate();
  private final KeyRecord start = KeyRecord.first(first, BOB.account(), BOB.domain(), NOW);
  private final RecordChain<KeyRecord> one = RecordChain.start(start).orElseThrow();
  private final RecordChain<KeyRecord> two =
      RecordChain.ofKeys(List.of(start.next(first, second, NOW).bytes(), start.bytes()))
          .orElseThrow();

  private PinDecision decide(SigningKey pinned, RecordChain<KeyRecord> chain) {
    Optional<VerifyKey> pin = Optional.ofNullable(pinned).map(SigningKey::publicKey);
    return PinDecision.of(BOB, pin, chain, NOW);
  }

  @Test
  void pinsAKeyAtFirstSight() {
    assertEquals(new PinDecision.FirstSeen(one), decide(null, one));
    assertEquals(new PinDecision.FirstSeen(two), decide(null, two));
  }

  @Test
  void keepsThePinnedKey() {
    assertEquals(new PinDecision.Same(one), decide(first, one));
    assertEquals(new PinDecision.Same(two), decide(second, two));
  }

  @Test
  void followsAChainFromThePinnedKey() {
    assertEquals(new PinDecision.Followed(two), decide(first, two));
  }

  @Test
  void refusesAKeyThatDoesNotFollow() {
    assertEquals(new PinDecision.Changed(stranger.publicKey(), two), decide(stranger, two));
    assertEquals(new PinDecision.Changed(second.publicKey(), one), decide(second, one));
  }

  @Test
  void refusesTheKeyOfSomebodyElse() {
    Address eve = Address.parse("eve@b.org");
    assertInstanceOf(PinDecision.Unusable.class, PinDecision.of(eve, Optional.empty(), one, NOW));
    Address elsewhere = Address.parse("bob@c.org");
    assertInstanceOf(
        PinDecision.Unusable.class, PinDecision.of(elsewhere, Optional.empty(), one, NOW));
  }

  @Test
  void refusesAnExpiredRecord() {
    long later = NOW + Duration.ofDays(3660).toMillis();
    assertInstanceOf(PinDecision.Unusable.class, PinDecision.of(BOB, Optional.empty(), one, later));
  }
}
