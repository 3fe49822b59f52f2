package cmtp.simulations.load.target;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.operator.AdminClient;
import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.address.AccountName;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.record.KeyRecord;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The accounts {@code load-0001}, {@code load-0002}, ... of a node's domain, or the first of each
 * of some domains. They are opened as they are needed and stay for the next run. The private keys
 * are thrown away at the end and the xzibits are random bytes, so nobody can log in to them but the
 * run that made the keys: one that needs keys resets accounts that exist.
 */
public final class TestAccounts implements Accounts {
  private static final String ACCOUNTS = "/v1/accounts";
  private static final int XZIBIT_VERSION = 2;

  private final AdminClient admin;
  private final List<TestMailbox> mailboxes;

  private TestAccounts(AdminClient admin, List<TestMailbox> mailboxes) {
    this.admin = admin;
    this.mailboxes = List.copyOf(mailboxes);
  }

  /**
   * Finds the first {@code count} test accounts of the node's first domain and opens those that
   * don't exist.
   *
   * @throws CliFailure if one of them is disabled
   */
  public static TestAccounts open(
      AdminClient admin,
      NodeUnderLoad node,
      int count,
      Duration patience,
      SecureRandomBytes random,
      long nowMillis)
      throws IOException {
    return open(admin, node, addresses(node, count), patience, random, nowMillis);
  }

  private static List<Address> addresses(NodeUnderLoad node, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> address(i, node.domain())).toList();
  }

  /**
   * The same with new keys, that of accounts which exist included: mail that these have can't be
   * opened any more.
   */
  public static TestAccounts openWithKeys(
      AdminClient admin, NodeUnderLoad node, int count, SecureRandomBytes random, long nowMillis)
      throws IOException {
    List<Address> addresses = addresses(node, count);
    Map<String, JsonNode> known = rows(admin, addresses.stream().map(Address::domain));
    List<TestMailbox> mailboxes = new ArrayList<>();
    for (Address address : addresses) {
      JsonNode row = known.get(address.toString());
      SigningKey key = SigningKey.generate(random);
      if (row == null) {
        create(admin, address, key, random, nowMillis);
      } else {
        mustBeActive(address, row);
        Map<String, String> keys = keys(address, key, random, nowMillis);
        admin.post(ACCOUNTS + "/" + AdminClient.encoded(address.toString()) + "/reset", keys);
      }
      mailboxes.add(TestMailbox.of(address, key));
    }
    return new TestAccounts(admin, mailboxes);
  }

  /** The same with the first test account of each of these domains of the node. */
  public static TestAccounts openOneInEach(
      AdminClient admin,
      NodeUnderLoad node,
      List<DomainName> domains,
      Duration patience,
      SecureRandomBytes random,
      long nowMillis)
      throws IOException {
    List<Address> addresses = domains.stream().map(domain -> address(1, domain)).toList();
    return open(admin, node, addresses, patience, random, nowMillis);
  }

  private static Address address(int number, DomainName domain) {
    return new Address(new AccountName(String.format("load-%04d", number)), domain);
  }

  private static TestAccounts open(
      AdminClient admin,
      NodeUnderLoad node,
      List<Address> addresses,
      Duration patience,
      SecureRandomBytes random,
      long nowMillis)
      throws IOException {
    Map<String, JsonNode> known = rows(admin, addresses.stream().map(Address::domain));
    List<TestMailbox> mailboxes = new ArrayList<>();
    try (CmtpClient client = CmtpClient.connect(node.address(), patience, random)) {
      client.trust(node.serverKey());
      for (Address address : addresses) {
        JsonNode row = known.get(address.toString());
        SigningKey fresh = SigningKey.generate(random);
        VerifyKey key = fresh.publicKey();
        if (row == null) {
          create(admin, address, fresh, random, nowMillis);
        } else {
          key = existing(client, address, row);
        }
        mailboxes.add(new TestMailbox(address, key));
      }
    }
    return new TestAccounts(admin, mailboxes);
  }

  private static void create(
      AdminClient admin, Address address, SigningKey key, SecureRandomBytes random, long nowMillis)
      throws IOException {
    Map<String, String> body = keys(address, key, random, nowMillis);
    body.put("address", address.toString());
    admin.post(ACCOUNTS, body);
  }

  private static Map<String, String> keys(
      Address address, SigningKey key, SecureRandomBytes random, long nowMillis) {
    KeyRecord record = KeyRecord.first(key, address.account(), address.domain(), nowMillis);
    Bytes version = Bytes.wrap(ByteBuffer.allocate(4).putInt(XZIBIT_VERSION).array());
    Bytes xzibit = Bytes.concat(version, random.next(Limits.XZIBIT_BYTES - version.length()));
    Map<String, String> keys = new HashMap<>();
    keys.put("record", record.record().bytes().base64());
    keys.put("xzibit", xzibit.base64());
    return keys;
  }

  private static VerifyKey existing(CmtpClient client, Address address, JsonNode row)
      throws IOException {
    mustBeActive(address, row);
    return client
        .keyRequest(address.account().value(), address.domain().value())
        .orElseThrow(
            () -> new CliFailure(ExitCode.REFUSED, "the node tells no key for " + address));
  }

  private static void mustBeActive(Address address, JsonNode row) {
    String status = row.path("status").asText();
    if (!status.equals("active")) {
      throw new CliFailure(
          ExitCode.REFUSED,
          address + " is " + status + ": `cmtp account enable` or `cmtp account remove` it first");
    }
  }

  private static Map<String, JsonNode> rows(AdminClient admin, Stream<DomainName> domains)
      throws IOException {
    Map<String, JsonNode> rows = new HashMap<>();
    for (DomainName domain : domains.distinct().toList()) {
      String path = ACCOUNTS + "?domain=" + AdminClient.encoded(domain.value());
      for (JsonNode row : admin.get(path).path("accounts")) {
        rows.put(row.path("address").asText(), row);
      }
    }
    return rows;
  }

  @Override
  public List<TestMailbox> mailboxes() {
    return mailboxes;
  }

  @Override
  public long stored() throws IOException {
    Map<String, JsonNode> rows = rows(admin, mailboxes.stream().map(m -> m.address().domain()));
    long messages = 0;
    for (TestMailbox mailbox : mailboxes) {
      JsonNode row = rows.get(mailbox.address().toString());
      messages += row == null ? 0 : row.path("messages").asLong();
    }
    return messages;
  }

  /** Removes these accounts with all their mail. */
  public void remove() throws IOException {
    for (TestMailbox mailbox : mailboxes) {
      admin.delete(ACCOUNTS + "/" + AdminClient.encoded(mailbox.address().toString()));
    }
  }
}
