package cmtp.node.metrics;

import cmtp.node.net.ConnectionMeter;
import cmtp.node.session.SessionMeter;
import cmtp.protocol.command.Command;
import cmtp.protocol.command.Status;
import cmtp.protocol.wire.X1Codec;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What comes in: connections, commands, messages. Every label's value is known beforehand. */
final class SessionMetrics implements SessionMeter, ConnectionMeter {
  private static final String UNKNOWN = "unknown";

  /** One message's end: counted and timed under the same label. */
  private record Taken(CounterDataPoint messages, DistributionDataPoint seconds) {}

  private final Taken local;
  private final Taken queued;
  private final Counter acceptedBytes;
  private final Map<Status, CounterDataPoint> transientRefusals = new EnumMap<>(Status.class);
  private final Map<Status, CounterDataPoint> permanentRefusals = new EnumMap<>(Status.class);
  private final Map<String, CounterDataPoint> commands = new HashMap<>();
  private final Gauge open;
  private final Counter connections;
  private final Counter refusedConnections;

  SessionMetrics(PrometheusRegistry registry) {
    Counter accepted =
        counter("cmtp_messages_accepted", "Messages on stable storage, told to their senders")
            .labelNames("destination")
            .register(registry);
    Histogram seconds =
        Buckets.shortTimes(
            registry,
            "cmtp_accept_duration_seconds",
            "From a message's header to its SUCCESS",
            "destination");
    this.local = taken(accepted, seconds, "mailbox");
    this.queued = taken(accepted, seconds, "queue");
    this.acceptedBytes =
        counter("cmtp_accepted_bytes", "Bytes of accepted messages").register(registry);
    Counter refused =
        counter("cmtp_messages_refused", "Messages refused")
            .labelNames("reason", "kind")
            .register(registry);
    for (Status status : Status.values()) {
      String reason = status.name().toLowerCase(Locale.ROOT);
      transientRefusals.put(status, refused.labelValues(reason, "transient"));
      permanentRefusals.put(status, refused.labelValues(reason, "permanent"));
    }
    Counter said =
        counter("cmtp_commands", "Commands of peers").labelNames("command").register(registry);
    Command.BASE_WORDS.forEach(word -> commands.put(word, said.labelValues(label(word))));
    X1Codec.WORDS.forEach(word -> commands.put(word, said.labelValues(label(word))));
    commands.put(UNKNOWN, said.labelValues(UNKNOWN));
    this.open =
        Gauge.builder()
            .name("cmtp_connections_open")
            .help("Connections of peers and clients")
            .register(registry);
    this.connections = counter("cmtp_connections", "Connections taken").register(registry);
    this.refusedConnections =
        counter("cmtp_connections_refused", "Connections above a limit").register(registry);
  }

  private static Counter.Builder counter(String name, String help) {
    return Counter.builder().name(name).help(help);
  }

  private static String label(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  private static Taken taken(Counter messages, Histogram seconds, String destination) {
    return new Taken(messages.labelValues(destination), seconds.labelValues(destination));
  }

  @Override
  public void command(String word) {
    CounterDataPoint known = commands.get(word);
    (known == null ? commands.get(UNKNOWN) : known).inc();
  }

  @Override
  public void accepted(boolean toMailbox, long bytes, long millis) {
    Taken taken = toMailbox ? local : queued;
    taken.messages().inc();
    taken.seconds().observe(Buckets.seconds(millis));
    acceptedBytes.inc(bytes);
  }

  @Override
  public void refused(Status reason, boolean permanent) {
    (permanent ? permanentRefusals : transientRefusals).get(reason).inc();
  }

  @Override
  public void opened() {
    connections.inc();
    open.inc();
  }

  @Override
  public void closed() {
    open.dec();
  }

  @Override
  public void refused() {
    refusedConnections.inc();
  }
}
