package cmtp.node.ops;

import static cmtp.node.ops.AdminRequest.bytes;
import static cmtp.node.ops.AdminRequest.text;

import cmtp.node.keys.CurrentIdentity;
import cmtp.node.mailbox.Mailboxes;
import cmtp.protocol.crypto.SecureRandomBytes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;

/** {@code /v1/accounts} and {@code /v1/invitations}. */
public final class AccountRoutes extends AdminRoutes {
  private final AccountAdmin accounts;
  private final ImportedContents contents;
  private final long quotaBytes;

  public AccountRoutes(
      CurrentIdentity identity,
      Mailboxes mailboxes,
      ActorSystem<?> system,
      SecureRandomBytes random,
      Clock clock,
      ImportedContents contents,
      long quotaBytes) {
    this.contents = contents;
    this.accounts = new AccountAdmin(identity.get(), mailboxes, system, random, clock);
    this.quotaBytes = quotaBytes;
  }

  @Override
  Optional<AdminAnswer> answer(AdminRequest request) throws IOException {
    if (request.is("GET", "accounts")) {
      return Optional.of(AdminAnswer.ok(list(request.query("domain"))));
    }
    if (request.is("POST", "accounts")) {
      return Optional.of(add(request.body()));
    }
    if (request.is("POST", "invitations")) {
      return Optional.of(invite(request.body()));
    }
    return change(request);
  }

  private Optional<AdminAnswer> change(AdminRequest request) throws IOException {
    if (request.is("POST", "accounts", "*", "disable")) {
      return changed(accounts.disable(request.element(1)).toString(), "disabled");
    }
    if (request.is("POST", "accounts", "*", "enable")) {
      return changed(accounts.enable(request.element(1)).toString(), "active");
    }
    if (request.is("POST", "accounts", "*", "reset")) {
      JsonNode body = request.body();
      return changed(
          accounts
              .reset(request.element(1), bytes(body, "record"), bytes(body, "xzibit"))
              .toString(),
          "reset");
    }
    if (request.is("POST", "accounts", "*", "import")) {
      return Optional.of(bring(request));
    }
    if (request.is("DELETE", "accounts", "*")) {
      return changed(accounts.remove(request.element(1)).toString(), "removed");
    }
    return Optional.empty();
  }

  private static Optional<AdminAnswer> changed(String address, String status) {
    return Optional.of(AdminAnswer.ok(object().put("address", address).put("status", status)));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private JsonNode list(Optional<String> domain) {
    ObjectNode node = object();
    ArrayNode rows = node.putArray("accounts");
    for (AccountAdmin.Row row : accounts.list(domain)) {
      rows.addObject()
          .put("address", row.address().toString())
          .put("status", row.status())
          .put("fingerprint", row.fingerprint())
          .put("messages", row.messages())
          .put("usedBytes", row.used())
          .put("quotaBytes", quotaBytes)
          .put("sinceMs", row.sinceMs());
    }
    return node;
  }

  private AdminAnswer bring(AdminRequest request) throws IOException {
    AccountImport done = accounts.bring(request.element(1), request.stream(), contents);
    return AdminAnswer.created(
        object()
            .put("address", request.element(1))
            .put("messages", done.messages())
            .put("contents", done.contents()));
  }

  private AdminAnswer add(JsonNode body) {
    String address =
        accounts
            .add(text(body, "address"), bytes(body, "record"), bytes(body, "xzibit"))
            .toString();
    return AdminAnswer.created(object().put("address", address));
  }

  private AdminAnswer invite(JsonNode body) {
    AccountAdmin.Invitation invitation =
        accounts.invite(text(body, "address"), body.path("validSeconds").asLong(0));
    return AdminAnswer.created(
        object()
            .put("address", invitation.address().toString())
            .put("code", invitation.code())
            .put("expiresMs", invitation.expiresMs()));
  }
}
