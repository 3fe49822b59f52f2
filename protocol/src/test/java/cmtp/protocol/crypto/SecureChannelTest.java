package cmtp.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import cmtp.protocol.Bytes;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Optional;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecureChannelTest {
  private final EphemeralKey clientKey = EphemeralKey.generate(new Seeded(1));
  private final EphemeralKey serverKey = EphemeralKey.generate(new Seeded(2));
  private final SecureChannel client = clientKey.asClient(serverKey.publicKey()).orElseThrow();
  private final SecureChannel server = serverKey.asServer(clientKey.publicKey()).orElseThrow();

  @Test
  void eachSideOpensWhatTheOtherSeals() {
    assertEquals(Bytes.utf8("to the server"), carried("to the server", client, server));
    assertEquals(Bytes.utf8("to the client"), carried("to the client", server, client));
  }

  @Test
  void ownWordsSentBackDoNotOpen() {
    ChannelSealer sealer = client.sealer(new Seeded(3));
    ChannelOpener opener = client.opener();
    opener.feed(sealer.header());
    assertInstanceOf(
        ChannelOpener.Malformed.class, opener.feed(sealer.seal(Bytes.utf8("mirrored"))));
  }

  @Test
  void anotherChannelsChunksDoNotOpen() {
    EphemeralKey later = EphemeralKey.generate(new Seeded(4));
    SecureChannel other = later.asClient(serverKey.publicKey()).orElseThrow();
    ChannelSealer sealer = other.sealer(new Seeded(3));
    ChannelOpener opener = server.opener();
    opener.feed(sealer.header());
    assertInstanceOf(ChannelOpener.Malformed.class, opener.feed(sealer.seal(Bytes.utf8("old"))));
  }

  /** The JDK's X25519 as the other side, and the derivation written out: SPEC 7.4, number 4. */
  @Test
  void keysAreDerivedAsTheSpecificationSays() throws Exception {
    KeyPair theirs = KeyPairGenerator.getInstance("X25519").generateKeyPair();
    Bytes theirPublic = littleEndian(((XECPublicKey) theirs.getPublic()).getU());
    KeyAgreement agreement = KeyAgreement.getInstance("X25519");
    agreement.init(theirs.getPrivate());
    XECPublicKeySpec mine =
        new XECPublicKeySpec(NamedParameterSpec.X25519, bigEndian(clientKey.publicKey()));
    agreement.doPhase(KeyFactory.getInstance("X25519").generatePublic(mine), true);
    Bytes secret = Bytes.wrap(agreement.generateSecret());
    Bytes all = Bytes.concat(secret, clientKey.publicKey(), theirPublic);
    Bytes derived = Bytes.wrap(Hash.blake2b(all.unsafeArray(), 64));

    SecureChannel here = clientKey.asClient(theirPublic).orElseThrow();
    SecureChannel there =
        new SecureChannel(derived.slice(32, 64).unsafeArray(), derived.slice(0, 32).unsafeArray());
    assertEquals(Bytes.utf8("up"), carried("up", here, there));
    assertEquals(Bytes.utf8("down"), carried("down", there, here));
  }

  /** Points whose product with any secret is zero, and encodings of them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
      })
  void refusesKeysThatMakeTheSecretZero(String weak) {
    assertEquals(Optional.empty(), clientKey.asClient(Bytes.hex(weak)));
    assertEquals(Optional.empty(), serverKey.asServer(Bytes.hex(weak)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33})
  void refusesKeysOfAnotherLength(int length) {
    assertEquals(Optional.empty(), clientKey.asClient(new Seeded(1).next(length)));
    assertEquals(Optional.empty(), serverKey.asServer(new Seeded(1).next(length)));
  }

  @Test
  void idIsTheHashOfBothFrames() {
    Bytes command = Bytes.utf8("command");
    Bytes reply = Bytes.utf8("reply");
    assertEquals(Hash.of(Bytes.utf8("commandreply")), SecureChannel.id(command, reply));
    assertNotEquals(SecureChannel.id(command, reply), SecureChannel.id(reply, command));
  }

  @Test
  void systemRandomnessDiffersEachTime() {
    SecureRandomBytes random = SecureRandomBytes.system();
    assertEquals(32, random.next(32).length());
    assertNotEquals(random.next(32), random.next(32));
    assertNotEquals(
        EphemeralKey.generate(random).publicKey(), EphemeralKey.generate(random).publicKey());
  }

  private static Bytes carried(String text, SecureChannel from, SecureChannel to) {
    ChannelSealer sealer = from.sealer(new Seeded(3));
    ChannelOpener opener = to.opener();
    opener.feed(sealer.header());
    ChannelOpener.Result result = opener.feed(sealer.seal(Bytes.utf8(text)));
    return assertInstanceOf(ChannelOpener.Plaintext.class, result).content();
  }

  private static Bytes littleEndian(BigInteger number) {
    byte[] out = new byte[32];
    for (int i = 0; i < 32; i++) {
      out[i] = number.shiftRight(8 * i).byteValue();
    }
    return Bytes.wrap(out);
  }

  private static BigInteger bigEndian(Bytes key) {
    BigInteger number = BigInteger.ZERO;
    for (int i = 31; i >= 0; i--) {
      number = number.shiftLeft(8).or(BigInteger.valueOf(key.at(i) & 0xff));
    }
    return number;
  }
}
