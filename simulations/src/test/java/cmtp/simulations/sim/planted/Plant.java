package cmtp.simulations.sim.planted;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import cmtp.simulations.sim.planted.PlantedLoader.Fault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.MethodDelegation;
import net.bytebuddy.implementation.StubMethod;

/** Faults that a node could have, each with where it shows and what is then said to be broken. */
enum Plant {
  ACKNOWLEDGES_BEFORE_IT_STORES(
      "flapping-domain",
      Map.of("work.mails", "300"),
      Set.of("nothing acknowledged is lost", "no actor crashes"),
      fault("cmtp.node.delivery.Ledger", "then", Instead.RunsAtOnce.class)),
  KNOWS_NO_DUPLICATES(
      "flapping-domain",
      Map.of("work.mails", "300"),
      Set.of("nothing twice in a mailbox"),
      fault("cmtp.persistence.mailbox.KnownMids", "isKnown", FixedValue.value(false))),
  KNOWS_MAIL_BY_AN_ID_OF_ITS_SENDER(
      "steady",
      Map.of("users", "1", "domains", "3"),
      Set.of("nothing acknowledged is lost"),
      fault("cmtp.protocol.message.Message", "mid", 3, Instead.SendersChoice.class)),
  STORES_THE_EVENT_WITHOUT_ITS_BODY(
      "bad-disks",
      Map.of("work.mails", "300"),
      Set.of("bodies are as durable as their events", "deliverable mail does not fail"),
      fault("cmtp.node.StoredContent$Sink", "write", Instead.WritesAndForgets.class)),
  REPORTS_TO_UNPROVEN_WRITERS(
      "running-in-circles",
      Map.of(),
      Set.of("no backscatter"),
      fault("cmtp.persistence.queue.QueuedMail", "proven", FixedValue.value(true))),
  REPORTS_ABOUT_REPORTS(
      "running-in-circles",
      Map.of(),
      Set.of("no report about a report"),
      fault("cmtp.persistence.queue.QueuedMail", "proven", Instead.BelievesTheServer.class),
      fault("cmtp.node.delivery.Reports", "ours", Instead.ReportsToSomebody.class)),
  BACKS_OFF_WITHOUT_CAP(
      "long-outage",
      Map.of(),
      Set.of("attempts follow the schedule"),
      fault("cmtp.node.delivery.RetrySchedule", "delayMs", Instead.WithoutCap.class)),
  BACKS_OFF_WITHOUT_JITTER(
      "long-outage",
      Map.of(),
      Set.of("waits are scattered"),
      fault("cmtp.node.delivery.RetrySchedule", "unit", FixedValue.value(0.5))),
  FORGETS_ITS_QUEUES_IN_A_RESTART(
      "mass-restart",
      Map.of("work.mails", "100"),
      Set.of("nothing acknowledged is lost", "failures are reported", "queues drain"),
      fault("cmtp.simulations.sim.federation.Entities$Host", "start", FixedValue.self())),
  TRIES_AGAIN_WHAT_WAS_REFUSED(
      "steady",
      Map.of(),
      Set.of("failures are reported"),
      fault("cmtp.node.delivery.NodeTransfer", "isWord", Instead.DeafToPermanentFailures.class)),
  GIVES_UP_WHAT_WAS_PUT_OFF(
      "bad-disks",
      Map.of("work.mails", "300"),
      Set.of("deliverable mail does not fail"),
      fault("cmtp.node.delivery.NodeTransfer", "deferred", Instead.FailsInstead.class)),
  TAKES_ANY_KEY(
      "stolen-name",
      Map.of("domains", "5"),
      Set.of("a pin is kept", "receipts verify", "nothing acknowledged is lost"),
      fault("cmtp.node.peer.PinJudge", "judge", Instead.TakesAnyKey.class),
      fault("cmtp.node.delivery.PeerDecisions", "isDisputed", FixedValue.value(false))),
  SEES_NO_LOOPS(
      "running-in-circles",
      Map.of("domains", "5"),
      Set.of("failures are reported"),
      fault("cmtp.protocol.message.MessageLog", "isLoop", FixedValue.value(false)),
      fault("cmtp.node.session.ReturnedMail", "wasAt", FixedValue.value(false))),
  NEVER_NARROWS_ITS_WINDOW(
      "broken-line",
      Map.of("domains", "3"),
      Set.of("connections keep to the window"),
      fault("cmtp.node.delivery.Window", "failed", StubMethod.INSTANCE)),
  FORWARDS_FOR_STRANGERS(
      "flood",
      Map.of(),
      Set.of("strangers' mail is not forwarded"),
      fault("cmtp.node.routing.Router", "isTrusted", FixedValue.value(true))),
  TAKES_ANY_NUMBER_OF_CONNECTIONS(
      "flood",
      Map.of(),
      Set.of("connections are limited"),
      fault("cmtp.node.net.Listener$Setup", "limits", Instead.Unlimited.class)),
  BELIEVES_THE_ANSWER_TO_A_REPETITION(
      "moving-home",
      Map.of(),
      Set.of("bodies are as durable as their events"),
      fault("cmtp.node.session.Destination", "told", Instead.TheFirstAnswer.class));

  final String scenario;
  final Set<String> rules;
  private final Map<String, String> overrides;
  private final List<Fault> faults;

  Plant(String scenario, Map<String, String> overrides, Set<String> rules, Fault... faults) {
    this.scenario = scenario;
    this.overrides = overrides;
    this.rules = rules;
    this.faults = List.of(faults);
  }

  /** On few domains, unless it says otherwise: that is enough, and quick. */
  Map<String, String> overrides() {
    Map<String, String> all = new HashMap<>(Map.of("domains", "8", "users", "3"));
    all.putAll(overrides);
    return all;
  }

  List<Fault> faults() {
    return faults;
  }

  private static Fault fault(String type, String method, Class<?> instead) {
    return fault(type, method, MethodDelegation.to(instead));
  }

  private static Fault fault(String type, String method, Implementation instead) {
    return new Fault(type, named(method), instead);
  }

  private static Fault fault(String type, String method, int arguments, Class<?> instead) {
    return new Fault(
        type, named(method).and(takesArguments(arguments)), MethodDelegation.to(instead));
  }
}
