package cmtp.node;

import static com.tngtech.archunit.base.DescribedPredicate.anyElementThat;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * What the node's packages must never come to depend on. Rules name what a package may not do, and
 * who may: so a new package starts with none of it.
 */
@AnalyzeClasses(packages = "cmtp.node", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "cmtp.node";
  private static final String NET = "cmtp.node.net..";
  private static final String SESSION = "cmtp.node.session..";
  private static final String CLI = "cmtp.node.cli..";
  private static final String OPS = "cmtp.node.ops..";

  /** Counts what the other packages report, so it sees what they report to. */
  private static final String METRICS = "cmtp.node.metrics..";

  /** A name server for the demo and for tests, with its own few sockets. */
  private static final String DNS = "cmtp.node.dns..";

  private static final Set<String> MESSAGES = Set.of("Command", "Event", "Reply", "State");

  /** Addresses, which the JDK keeps beside its sockets. */
  private static final DescribedPredicate<JavaClass> ADDRESSES =
      assignableTo(InetAddress.class)
          .or(assignableTo(InetSocketAddress.class))
          .or(assignableTo(UnknownHostException.class))
          .or(assignableTo(NetworkInterface.class))
          .or(assignableTo(SocketException.class));

  /** What an actor has for itself. */
  private static final DescribedPredicate<JavaClass> OF_ONE_ACTOR =
      assignableTo(ActorContext.class)
          .or(assignableTo(TimerScheduler.class))
          .or(assignableTo(StashBuffer.class));

  @ArchTest
  static final ArchRule ONLY_THE_PROTOCOL_DOES_CRYPTOGRAPHY =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.security..", "javax.crypto..", "com.goterl..", "com.sun.jna..");

  @ArchTest
  static final ArchRule ONLY_NET_SEES_STREAMS_AND_TLS =
      noClasses()
          .that(resideOutsideOfPackages(NET))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.pekko.stream..", "org.apache.pekko.io..", "javax.net..");

  /** The command line speaks HTTP to its node, which listens for it on loopback. */
  @ArchTest
  static final ArchRule ONLY_NET_AND_THE_OPERATORS_INTERFACE_SEE_SOCKETS =
      noClasses()
          .that(resideOutsideOfPackages(NET, OPS, CLI, DNS))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "java.net..", "jdk.net..", "com.sun.net..", "org.apache.pekko.http..")
                  .and(not(ADDRESSES)));

  /** Files are read and written through channels, which lie beside those of sockets. */
  @ArchTest
  static final ArchRule ONLY_NET_OPENS_SOCKET_CHANNELS =
      noClasses()
          .that(resideOutsideOfPackages(NET))
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.nio\\.channels\\..*(Socket|Datagram|Selector|Selection).*");

  @ArchTest
  static final ArchRule ONLY_THE_WIRING_SEES_NET =
      noClasses()
          .that(resideOutsideOfPackages(ROOT, NET, METRICS))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(NET);

  @ArchTest
  static final ArchRule ONLY_THE_WIRING_AND_NET_SEE_SESSIONS =
      noClasses()
          .that(resideOutsideOfPackages(ROOT, NET, SESSION, METRICS))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(SESSION);

  /** What mailboxes are asked and answer is made of values; how they decide and keep is theirs. */
  @ArchTest
  static final ArchRule SESSIONS_SEE_NOTHING_STORED_BUT_VALUES =
      noClasses()
          .that()
          .resideInAPackage(SESSION)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("cmtp.persistence..")
                  .and(
                      not(resideInAnyPackage("cmtp.persistence.mailbox"))
                          .or(nameMatching(".*(Events?|State|Decisions?|Snapshot)(\\$.*)?"))));

  @ArchTest
  static final ArchRule ONLY_THE_WIRING_OPENS_STORES =
      noClasses()
          .that(resideOutsideOfPackages(ROOT))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "cmtp.persistence.content..",
              "cmtp.persistence.engine..",
              "cmtp.persistence.journal..",
              "cmtp.persistence.store..",
              "java.sql..",
              "slick..");

  @ArchTest
  static final ArchRule ONLY_METRICS_KNOW_PROMETHEUS =
      noClasses()
          .that(resideOutsideOfPackages(METRICS))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.prometheus..");

  /** Archives are read and written by the wiring's tools; what they report is for people. */
  @ArchTest
  static final ArchRule ONLY_THE_WIRING_AND_THE_COMMAND_LINE_SEE_ARCHIVES =
      noClasses()
          .that(resideOutsideOfPackages(ROOT, CLI, OPS))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("cmtp.persistence.archive..");

  /** The command line reads settings to start a node with them, and to list them. */
  @ArchTest
  static final ArchRule PACKAGES_GET_THEIR_OWN_SLICE_OF_SETTINGS =
      noClasses()
          .that(resideOutsideOfPackages(ROOT, CLI))
          .should()
          .dependOnClassesThat(
              type(NodeSettings.class).or(resideInAnyPackage("com.typesafe.config..")));

  /** What a setting is called and means is a value, which operators are shown. */
  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_LINE_SEES_THE_WIRING =
      noClasses()
          .that(resideOutsideOfPackages(ROOT, CLI))
          .should()
          .dependOnClassesThat(resideInAnyPackage(ROOT).and(not(type(SettingDescription.class))));

  @ArchTest
  static final ArchRule NO_CYCLES_BELOW_THE_WIRING =
      slices().matching("cmtp.node.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NO_CYCLES_IN_THE_COMMAND_LINE =
      slices().matching("cmtp.node.cli.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule WHAT_AN_ACTOR_HAS_FOR_ITSELF_IS_IN_NO_RECORD =
      fields().that().areDeclaredInClassesThat().areRecords().should().notHaveRawType(OF_ONE_ACTOR);

  @ArchTest
  static final ArchRule WHAT_AN_ACTOR_HAS_FOR_ITSELF_IS_IN_NO_PUBLIC_SIGNATURE =
      codeUnits()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .should()
          .notHaveRawParameterTypes(anyElementThat(OF_ONE_ACTOR))
          .andShould()
          .notHaveRawReturnType(OF_ONE_ACTOR);

  @ArchTest
  static final ArchRule MESSAGES_ARE_RECORDS_OR_ENUMS =
      classes()
          .that(areMessages())
          .should()
          .beInterfaces()
          .orShould()
          .beRecords()
          .orShould()
          .beEnums();

  private static DescribedPredicate<JavaClass> areMessages() {
    return DescribedPredicate.describe(
        "are an actor's commands, events, replies or states",
        type ->
            type.getAllRawInterfaces().stream()
                .anyMatch(
                    parent ->
                        parent.getPackageName().startsWith(ROOT)
                            && MESSAGES.contains(parent.getSimpleName())));
  }

  /** A process has one clock, which its first lines make and hand on. */
  @ArchTest
  static final ArchRule TIME_AND_CHANCE_COME_THROUGH_CONSTRUCTORS =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(UUID.class, "randomUUID")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Random.class);

  @ArchTest
  static final ArchRule ONLY_WHAT_STARTS_A_PROCESS_MAKES_A_CLOCK =
      noClasses()
          .that(resideOutsideOfPackages(ROOT, "cmtp.node.cli"))
          .should()
          .callMethodWhere(target(owner(type(Clock.class))).and(target(nameMatching("system.*"))));

  @ArchTest
  static final ArchRule NOBODY_LOCKS_OR_WAITS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.util.concurrent.locks..")
          .orShould()
          .callMethod(CompletableFuture.class, "join")
          .orShould()
          .callMethod(Object.class, "wait");

  @ArchTest
  static final ArchRule NO_METHOD_IS_SYNCHRONIZED =
      methods().should().notHaveModifier(JavaModifier.SYNCHRONIZED);

  @ArchTest
  static final ArchRule NO_TEST_KITS_AND_NO_SIMULATIONS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..testkit..", "org.junit..", "com.tngtech..", "cmtp.simulations..");
}
