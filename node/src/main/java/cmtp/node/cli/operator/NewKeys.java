package cmtp.node.cli.operator;

import cmtp.node.cli.console.Ask;
import cmtp.node.cli.console.Terminal;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.Password;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.Xzibit;
import cmtp.protocol.record.KeyRecord;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An account's keys, made by this process: the node gets the public key in a signed record, and the
 * private one sealed under the password.
 */
record NewKeys(String fingerprint, Bytes record, Bytes xzibit) {

  static NewKeys ask(Address address, Terminal terminal, boolean passwordStdin) {
    Password password =
        new Ask(terminal).newPassword("Password for " + address + ": ", passwordStdin);
    SigningKey key = SigningKey.generate(terminal.random());
    KeyRecord record =
        KeyRecord.first(key, address.account(), address.domain(), terminal.nowMillis());
    return new NewKeys(
        key.publicKey().fingerprint(),
        record.bytes(),
        Xzibit.seal(key, password, terminal.random()));
  }

  Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("record", record.base64());
    body.put("xzibit", xzibit.base64());
    return body;
  }
}
