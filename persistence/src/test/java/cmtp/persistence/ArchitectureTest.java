package cmtp.persistence;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import cmtp.persistence.directory.DirectoryEvent;
import cmtp.persistence.mailbox.MailboxEvent;
import cmtp.persistence.queue.QueueEvent;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

@AnalyzeClasses(packages = "cmtp.persistence", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule NEVER_SEES_THE_NODE =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("cmtp.node..", "cmtp.sim..");

  @ArchTest
  static final ArchRule ONLY_JOURNAL_AND_ENGINE_SEE_PEKKO_AND_SLICK =
      noClasses()
          .that(resideOutsideOfPackages("cmtp.persistence.journal..", "cmtp.persistence.engine.."))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.pekko..", "slick..", "scala..", "com.typesafe..");

  @ArchTest
  static final ArchRule ONLY_THOSE_THAT_STORE_SEE_A_DATABASE =
      noClasses()
          .that(
              resideOutsideOfPackages(
                  "cmtp.persistence.store..",
                  "cmtp.persistence.engine..",
                  "cmtp.persistence.cluster..",
                  "cmtp.persistence.content..",
                  "cmtp.persistence.archive.."))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.sqlite..", "org.postgresql..", "com.zaxxer..");

  @ArchTest
  static final ArchRule STATES_KNOW_ONLY_VALUES =
      classes()
          .that(resideInAPackage("cmtp.persistence.mailbox.."))
          .or(resideInAPackage("cmtp.persistence.directory.."))
          .or(resideInAPackage("cmtp.persistence.queue.."))
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java.lang..",
              "java.util..",
              "cmtp.protocol..",
              "cmtp.persistence.tree..",
              "cmtp.persistence.mailbox..",
              "cmtp.persistence.directory..",
              "cmtp.persistence.queue..");

  @ArchTest
  static final ArchRule EVENTS_ARE_RECORDS =
      classes()
          .that()
          .areAssignableTo(MailboxEvent.class)
          .or()
          .areAssignableTo(DirectoryEvent.class)
          .or()
          .areAssignableTo(QueueEvent.class)
          .and()
          .areNotInterfaces()
          .should()
          .beRecords();

  @ArchTest
  static final ArchRule NO_RECORD_HOLDS_AN_ARRAY =
      fields()
          .that()
          .areDeclaredInClassesThat()
          .areRecords()
          .and()
          .doNotHaveModifier(JavaModifier.STATIC)
          .should()
          .notHaveRawType(byte[].class);

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
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Random.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ThreadLocalRandom.class);

  @ArchTest
  static final ArchRule NO_PACKAGE_CYCLES =
      slices().matching("cmtp.persistence.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NO_TEST_KITS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..testkit..", "org.junit..", "com.tngtech..");
}
