package cmtp.node;

import cmtp.node.session.Tracing;
import cmtp.persistence.trace.TraceEntry;
import cmtp.persistence.trace.TraceKind;
import cmtp.persistence.trace.TraceStore;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes deliveries in the trace store; what it would not take is missing there, and nowhere else.
 */
public final class StoredTraces implements Tracing {
  private static final Logger LOG = LoggerFactory.getLogger(StoredTraces.class);

  private final TraceStore store;
  private final AtomicBoolean failing = new AtomicBoolean();

  public StoredTraces(TraceStore store) {
    this.store = store;
  }

  @Override
  public void stored(MessageId mid, Address mailbox, long nowMillis) {
    TraceEntry entry =
        new TraceEntry(mid, nowMillis, TraceKind.STORED, mailbox.toString(), "", Bytes.EMPTY);
    store.note(List.of(entry)).whenComplete((done, failure) -> noted(failure));
  }

  /** One line when it begins to fail: a broken store must not fill the log as well. */
  private void noted(Throwable failure) {
    if (failure == null) {
      failing.set(false);
    } else if (!failing.getAndSet(true)) {
      LOG.warn("deliveries are not traced: {}", failure.toString());
    }
  }
}
