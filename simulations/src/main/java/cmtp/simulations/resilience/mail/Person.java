package cmtp.simulations.resilience.mail;

import cmtp.node.cli.operator.AdminClient;
import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.address.Address;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.record.KeyRecord;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Somebody with an account.
 *
 * @param doors where the servers of their domain are found
 * @param serverKey which all of these have to have, whatever happens to them
 */
public record Person(
    Address address, SigningKey key, List<InetSocketAddress> doors, VerifyKey serverKey) {
  private static final String DEVICE = "resilience";
  private static final int XZIBIT_VERSION = 2;

  public Person {
    doors = List.copyOf(doors);
  }

  /** Opens an account without a password. */
  public static Person open(
      AdminClient operator,
      Address address,
      List<InetSocketAddress> doors,
      SecureRandomBytes random,
      long nowMillis)
      throws IOException {
    SigningKey key = SigningKey.generate(random);
    KeyRecord record = KeyRecord.first(key, address.account(), address.domain(), nowMillis);
    Bytes version = Bytes.wrap(ByteBuffer.allocate(4).putInt(XZIBIT_VERSION).array());
    Bytes xzibit = Bytes.concat(version, random.next(Limits.XZIBIT_BYTES - version.length()));
    operator.post(
        "/v1/accounts",
        Map.of(
            "address", address.toString(),
            "record", record.record().bytes().base64(),
            "xzibit", xzibit.base64()));
    String server = operator.get("/v1/status").path("serverKey").asText();
    VerifyKey serverKey =
        VerifyKey.ofBase64(server)
            .orElseThrow(() -> new IOException("not a server key: " + server));
    return new Person(address, key, doors, serverKey);
  }

  /** The person's session at one of the doors; they take turns. */
  CmtpClient session(int turn, Duration patience, SecureRandomBytes random) throws IOException {
    InetSocketAddress door = doors.get(Math.floorMod(turn, doors.size()));
    CmtpClient client = CmtpClient.connect(door, patience, random);
    try {
      client.trust(serverKey);
      client.secure();
      client.authenticate(address.toString(), DEVICE, key);
      return client;
    } catch (IOException failed) {
      client.close();
      throw failed;
    }
  }
}
