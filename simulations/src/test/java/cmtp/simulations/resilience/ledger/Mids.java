package cmtp.simulations.resilience.ledger;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.Hash;

/** Messages for these tests. */
final class Mids {
  static final Address ALICE = Address.parse("alice@a.test");
  static final Address BOB = Address.parse("bob@b.test");

  private Mids() {}

  static MessageId mid(int number) {
    return new MessageId(Hash.of(Bytes.utf8("mid " + number)));
  }

  static Bytes body(int number) {
    return Hash.of(Bytes.utf8("body " + number));
  }

  /** From Alice to Bob. */
  static LedgerEntry.Tried tried(long atNanos, int number) {
    return new LedgerEntry.Tried(atNanos, mid(number), ALICE, BOB, body(number));
  }

  static LedgerEntry.Acknowledged acknowledged(long atNanos, int number) {
    return new LedgerEntry.Acknowledged(atNanos, mid(number));
  }

  static Found found(int number) {
    return new Found(BOB, mid(number), body(number));
  }
}
