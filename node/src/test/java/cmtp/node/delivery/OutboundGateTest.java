package cmtp.node.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.protocol.address.DomainName;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboundGateTest {
  private static final Duration MOMENT = Duration.ofMillis(100);

  private final TestClock clock = new TestClock();
  private final Map<DomainName, TestProbe<OutboundGate.Answer>> askers = new HashMap<>();
  private ActorTestKit kit;
  private ManualTime time;
  private ActorRef<OutboundGate.Command> gate;

  @BeforeEach
  void start() {
    kit =
        ActorTestKit.create(
            ManualTime.config()
                .withFallback(ConfigFactory.parseString("pekko.actor.provider = local"))
                .withFallback(ConfigFactory.load()));
    time = ManualTime.get(kit.system());
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private void gate(int connections, int dialsPerSecond) {
    DeliverySettings s = QueueLab.SETTINGS;
    gate =
        kit.spawn(
            OutboundGate.create(
                new DeliverySettings(
                    s.retry(),
                    connections,
                    dialsPerSecond,
                    s.windowMax(),
                    s.batchMax(),
                    s.linger(),
                    s.idle(),
                    s.wakeInterval(),
                    s.messagesMax(),
                    s.bytesMax()),
                clock));
  }

  private static DomainName domain(String name) {
    return DomainName.parse(name + ".example");
  }

  private TestProbe<OutboundGate.Answer> ask(String name, boolean failing) {
    TestProbe<OutboundGate.Answer> probe =
        askers.computeIfAbsent(domain(name), d -> kit.createTestProbe());
    gate.tell(new OutboundGate.Ask(domain(name), failing, probe.ref()));
    return probe;
  }

  private ActorRef<String> use(TestProbe<OutboundGate.Answer> asker) {
    OutboundGate.Permit permit = asker.expectMessageClass(OutboundGate.Permit.class);
    ActorRef<String> connection = kit.spawn(Behaviors.receiveMessage(m -> Behaviors.stopped()));
    gate.tell(new OutboundGate.Use(permit.number(), connection));
    return connection;
  }

  @Test
  void grantsInTheOrderAskedAndNoMoreThanThereAre() {
    gate(2, 1000);
    ActorRef<String> first = use(ask("a", false));
    use(ask("b", false));
    TestProbe<OutboundGate.Answer> third = ask("c", false);
    TestProbe<OutboundGate.Answer> fourth = ask("d", false);
    third.expectNoMessage(MOMENT);
    kit.stop(first);
    third.expectMessageClass(OutboundGate.Permit.class);
    fourth.expectNoMessage(MOMENT);
  }

  @Test
  void failingDomainsShareHalfOfTheConnections() {
    gate(4, 1000);
    use(ask("dead1", true));
    use(ask("dead2", true));
    TestProbe<OutboundGate.Answer> third = ask("dead3", true);
    use(ask("good1", false));
    use(ask("good2", false));
    third.expectNoMessage(MOMENT);
  }

  @Test
  void aPermitOfAnAskerThatDiesComesBackBeforeAndAfterItsUse() {
    gate(1, 1000);
    TestProbe<OutboundGate.Answer> dying = ask("a", false);
    dying.expectMessageClass(OutboundGate.Permit.class);
    dying.stop();
    TestProbe<OutboundGate.Answer> next = ask("b", false);
    kit.stop(use(next));
    ask("c", false).expectMessageClass(OutboundGate.Permit.class);
  }

  @Test
  void whoStartedAnewHasNothing() {
    gate(1, 1000);
    ask("a", false).expectMessageClass(OutboundGate.Permit.class);
    TestProbe<OutboundGate.Answer> other = ask("b", false);
    other.expectNoMessage(MOMENT);
    gate.tell(new OutboundGate.Forget(domain("a")));
    other.expectMessageClass(OutboundGate.Permit.class);
  }

  @Test
  void dialsNoMoreThanSoManyASecond() {
    gate(100, 5);
    for (int n = 0; n < 5; n++) {
      ask("d" + n, false).expectMessageClass(OutboundGate.Permit.class);
    }
    TestProbe<OutboundGate.Answer> next = ask("next", false);
    TestProbe<OutboundGate.Answer> last = ask("last", false);
    next.expectNoMessage(MOMENT);
    clock.pass(Duration.ofMillis(200));
    time.timePasses(Duration.ofMillis(200));
    next.expectMessageClass(OutboundGate.Permit.class);
    last.expectNoMessage(MOMENT);
  }

  /** One domain never answers, one never ends, fifty are quick: each of those gets its turns. */
  @Test
  void goodDomainsAreNeverStarvedByADeadAndASlowOne() {
    gate(3, 100_000);
    use(ask("dead", true));
    use(ask("slow", false));
    TestProbe<OutboundGate.Answer> dead = ask("dead", true);
    TestProbe<String> served = kit.createTestProbe();
    for (int n = 0; n < 50; n++) {
      kit.spawn(quick("good" + n, 3, served.ref()));
    }
    Map<String, Integer> turns = new HashMap<>();
    for (int n = 0; n < 150; n++) {
      turns.merge(served.receiveMessage(), 1, Integer::sum);
    }
    assertEquals(50, turns.size());
    assertEquals(Set.of(3), Set.copyOf(turns.values()));
    dead.expectNoMessage(MOMENT);
  }

  /** Asks so many times, each time for a connection that is over at once. */
  private Behavior<OutboundGate.Answer> quick(String name, int times, ActorRef<String> served) {
    return Behaviors.setup(
        context -> {
          gate.tell(new OutboundGate.Ask(domain(name), false, context.getSelf()));
          int[] left = {times};
          return Behaviors.receiveMessage(
              answer -> {
                OutboundGate.Permit permit = (OutboundGate.Permit) answer;
                gate.tell(
                    new OutboundGate.Use(
                        permit.number(), context.spawnAnonymous(Behaviors.stopped())));
                served.tell(name);
                left[0]--;
                if (left[0] > 0) {
                  gate.tell(new OutboundGate.Ask(domain(name), false, context.getSelf()));
                }
                return Behaviors.same();
              });
        });
  }
}
