package cmtp.node.delivery;

import cmtp.persistence.queue.Waiting;
import cmtp.persistence.trace.TraceEntry;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.DomainName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Tells operators what becomes of one domain's messages, once it is stored: each step is counted,
 * and one line in the log that begins with what happened and names the message by its mid.
 */
final class Fates {
  private static final Logger LOG = LoggerFactory.getLogger(Fates.class);

  private final DomainName domain;
  private final DeliveryMeter meter;

  Fates(DomainName domain, DeliveryMeter meter) {
    this.domain = domain;
    this.meter = meter;
  }

  /** That a message was queued is the session's to tell, which knows from whom it came. */
  void tell(TraceEntry note) {
    switch (note.kind()) {
      case DEFERRED -> {
        meter.deferred();
        line(note.mid()).addKeyValue("reason", note.detail()).log("deferred");
      }
      case FAILED -> {
        meter.failed();
        line(note.mid()).addKeyValue("reason", note.detail()).log("failed");
      }
      case DROPPED -> line(note.mid()).log("dropped");
      case FAILURE_REPORTED -> {
        meter.bounced();
        line(note.mid()).addKeyValue("to", note.place()).log("bounced");
      }
      case DELAY_REPORTED -> line(note.mid()).addKeyValue("to", note.place()).log("delay told");
      default -> {}
    }
  }

  /**
   * @param proven whether there is a receipt for it
   */
  void relayed(Waiting delivered, boolean proven, long nowMs) {
    long millis = Math.max(0, nowMs - delivered.mail().acceptedMs());
    meter.relayed(millis);
    line(delivered.mail().mid())
        .addKeyValue("receipt", proven)
        .addKeyValue("ms", millis)
        .log("relayed");
  }

  private LoggingEventBuilder line(MessageId mid) {
    return LOG.atLevel(Level.INFO)
        .addKeyValue("mid", mid.prefix())
        .addKeyValue("domain", domain.value());
  }
}
