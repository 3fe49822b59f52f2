package cmtp.protocol;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.IDN;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What this module must never come to depend on. */
class ArchitectureTest {
  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("cmtp.protocol");

  @Test
  void usesOnlyTheJdkAndInCryptoTheCryptoLibrary() {
    noClasses()
        .that()
        .resideOutsideOfPackage("cmtp.protocol.crypto")
        .should()
        .dependOnClassesThat(not(resideInAnyPackage("cmtp.protocol..", "java..")))
        .check(MODULE);
    classes()
        .that()
        .resideInAPackage("cmtp.protocol.crypto")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "cmtp.protocol..", "java..", "com.goterl.lazysodium..", "com.sun.jna.."))
        .check(MODULE);
  }

  /** The library is ours to choose in one room only; the JDK's cryptography is far slower. */
  @Test
  void onlyCryptoDoesCryptography() {
    noClasses()
        .that()
        .resideOutsideOfPackage("cmtp.protocol.crypto")
        .should()
        .dependOnClassesThat(resideInAnyPackage("java.security..", "javax.crypto.."))
        .check(MODULE);
    noClasses().should().dependOnClassesThat(resideInAnyPackage("javax.crypto..")).check(MODULE);
  }

  /** Apart from the rules for the names of domains, which the JDK keeps beside its sockets. */
  @Test
  void onlyTheClientTouchesSocketsAndFiles() {
    noClasses()
        .that()
        .resideOutsideOfPackage("cmtp.protocol.client")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..")
                .and(not(type(IDN.class))))
        .check(MODULE);
  }

  @Test
  void readsNoClockDrawsNoRandomnessAndNeverSleeps() {
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
        .areAssignableTo(Random.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .check(MODULE);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("cmtp.protocol.(*)..").should().beFreeOfCycles().check(MODULE);
  }

  @Test
  void sharedValuesKnowNoOtherPackage() {
    noClasses()
        .that(resideInAPackage("cmtp.protocol"))
        .should()
        .dependOnClassesThat(resideInAPackage("cmtp.protocol.*.."))
        .check(MODULE);
  }
}
