package cmtp.simulations.load.target;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Json;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.InvalidAddressException;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Test accounts with their private keys, for runs against a node that is not managed from here: its
 * server key, and for each account its address and the seed of its key.
 */
public record AccountsFile(VerifyKey serverKey, List<TestMailbox> mailboxes) {
  private static final long FILE_BYTES_MAX = 16 * 1024 * 1024;
  private static final String OWNER_ONLY = "rw-------";

  public AccountsFile {
    mailboxes = List.copyOf(mailboxes);
  }

  /**
   * @throws CliFailure if it is not there, or not such a file
   */
  public static AccountsFile read(Path file) throws IOException {
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw broken(file, "it is too large", null);
      }
      JsonNode json = new ObjectMapper().readTree(Files.readString(file));
      VerifyKey serverKey =
          VerifyKey.ofBase64(json.path("serverKey").asText())
              .orElseThrow(() -> broken(file, "it has no valid serverKey", null));
      List<TestMailbox> mailboxes = new ArrayList<>();
      for (JsonNode row : json.path("accounts")) {
        mailboxes.add(mailbox(file, row));
      }
      if (mailboxes.isEmpty()) {
        throw broken(file, "it has no accounts", null);
      }
      return new AccountsFile(serverKey, mailboxes);
    } catch (NoSuchFileException none) {
      throw new CliFailure(
          ExitCode.NOT_FOUND,
          "there is no file " + file + ": `cmtp load accounts` at the node's operator makes one",
          none);
    } catch (JsonProcessingException notJson) {
      throw broken(file, "it is not JSON", notJson);
    }
  }

  private static TestMailbox mailbox(Path file, JsonNode row) {
    try {
      Address address = Address.parse(row.path("address").asText());
      return Bytes.base64(row.path("seed").asText())
          .filter(seed -> seed.length() == SigningKey.SEED_BYTES)
          .map(seed -> TestMailbox.of(address, SigningKey.fromSeed(seed)))
          .orElseThrow(() -> broken(file, address + " has no valid seed", null));
    } catch (InvalidAddressException noAddress) {
      throw broken(file, row.path("address") + " is no address", noAddress);
    }
  }

  private static CliFailure broken(Path file, String why, Exception cause) {
    return new CliFailure(
        ExitCode.USAGE, file + " is no file of `cmtp load accounts`: " + why, cause);
  }

  /** For its owner's eyes only; whoever has it can read and write mail as these accounts. */
  public void write(Path file) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    for (TestMailbox mailbox : mailboxes) {
      Optional<SigningKey> owner = mailbox.owner();
      Map<String, String> row = new LinkedHashMap<>();
      row.put("address", mailbox.address().toString());
      row.put("seed", owner.orElseThrow().secret().slice(0, SigningKey.SEED_BYTES).base64());
      rows.add(row);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("serverKey", serverKey.bytes().base64());
    json.put("accounts", rows);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
    Files.writeString(file, Json.of(json) + "\n");
  }
}
