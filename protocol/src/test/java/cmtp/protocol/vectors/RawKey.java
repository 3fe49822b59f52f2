package cmtp.protocol.vectors;

import cmtp.protocol.Bytes;

/**
 * An Ed25519 key pair with its Curve25519 form.
 *
 * @param secret seed, then public key
 */
record RawKey(Bytes seed, Bytes publicKey, Bytes secret, Bytes curvePublic) {
  static final RawKey ALICE = RawCrypto.key(Raw.fill(0xa1, 32));
  static final RawKey BOB = RawCrypto.key(Raw.fill(0xb0, 32));
  static final RawKey SERVER = RawCrypto.key(Raw.fill(0x5e, 32));
  static final RawKey MALLORY = RawCrypto.key(Raw.fill(0x33, 32));

  Bytes sign(Bytes message) {
    return RawCrypto.sign(seed, message);
  }
}
