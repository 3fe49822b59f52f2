package cmtp.node.ops;

import cmtp.persistence.trace.TraceEntry;
import cmtp.persistence.trace.TraceKind;
import cmtp.persistence.trace.TraceStore;
import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.VerifyKey;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code /v1/trace}: what became of a message. */
public final class TraceRoutes extends AdminRoutes {
  private final TraceAdmin traces;

  public TraceRoutes(TraceStore traces) {
    this.traces = new TraceAdmin(traces);
  }

  @Override
  Optional<AdminAnswer> answer(AdminRequest request) {
    return request.is("GET", "trace", "*")
        ? Optional.of(AdminAnswer.ok(trace(request.element(1))))
        : Optional.empty();
  }

  private JsonNode trace(String midText) {
    List<TraceEntry> entries = traces.find(midText);
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode rows = node.putArray("entries");
    entries.forEach(entry -> rows.add(entry(entry)));
    node.put("more", entries.size() >= TraceStore.FOUND_MAX);
    return node;
  }

  private static ObjectNode entry(TraceEntry entry) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("mid", entry.mid().toString());
    node.put("atMs", entry.atMs());
    node.put("kind", entry.kind().name().toLowerCase(Locale.ROOT));
    node.put("place", entry.place());
    node.put("detail", entry.detail());
    Bytes proof = entry.proof();
    if (entry.kind() == TraceKind.DELIVERED && proof.length() > VerifyKey.BYTES) {
      ObjectNode receipt = node.putObject("receipt");
      QueueJson.key(receipt, proof.slice(0, VerifyKey.BYTES));
      receipt.put("signature", proof.slice(VerifyKey.BYTES, proof.length()).base64());
    }
    return node;
  }
}
