package dev.ioserver.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Who may know whom. The rules read the compiled classes of every module next to this one, so a
 * module that is added later is covered without being named here.
 */
class ArchitectureTest {
  private static final String BINDINGS = "dev.ioserver.bindings..";
  private static final String ENGINE = "dev.ioserver.engine..";
  private static final String EXAMPLES = "dev.ioserver.examples..";

  /** All that programs written against the engine may see: what they open, and what that speaks. */
  private static final String PUBLIC_API = "dev.ioserver.engine";

  private static final String SPOKEN_API = "dev.ioserver.engine.api";

  /** What systems share, which knows none of them. */
  private static final String POSIX = "dev.ioserver.posix..";

  private static final List<String> SYSTEMS = List.of("linux", "bsd", "windows");

  /** Layers that exist today. A rule over a layer without classes would hold for no reason. */
  private static final List<String> LAYERS =
      List.of(
          BINDINGS,
          ENGINE,
          PUBLIC_API,
          SPOKEN_API,
          POSIX,
          "dev.ioserver.linux..",
          "dev.ioserver.bsd..",
          "dev.ioserver.windows..",
          EXAMPLES);

  /** Methods that the JDK lets only modules with native access call, and what loads libraries. */
  private static final Map<String, Set<String>> RESTRICTED =
      Map.of(
          Linker.class.getName(), Set.of("downcallHandle", "upcallStub"),
          SymbolLookup.class.getName(), Set.of("libraryLookup"),
          MemorySegment.class.getName(), Set.of("reinterpret"),
          AddressLayout.class.getName(), Set.of("withTargetLayout"),
          ModuleLayer.Controller.class.getName(), Set.of("enableNativeAccess"),
          Module.class.getName(), Set.of("implAddEnableNativeAccess"),
          System.class.getName(), Set.of("load", "loadLibrary"),
          Runtime.class.getName(), Set.of("load", "loadLibrary"));

  private static JavaClasses project;

  @BeforeAll
  static void importEveryModule() throws IOException {
    Path root = Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();
    try (Stream<Path> children = Files.list(root)) {
      List<Path> modules =
          children
              .map(child -> child.resolve("target/classes"))
              .filter(Files::isDirectory)
              .toList();
      project = new ClassFileImporter().importPaths(modules);
    }
  }

  @TestFactory
  Stream<DynamicTest> everyLayerWasRead() {
    return LAYERS.stream()
        .map(
            layer ->
                DynamicTest.dynamicTest(
                    layer,
                    () ->
                        assertFalse(
                            project.that(resideInAPackage(layer)).isEmpty(),
                            "no classes in " + layer + "; build from the root: mvn verify")));
  }

  @Test
  void engineKnowsNoSystem() {
    noClasses()
        .that()
        .resideInAPackage(ENGINE)
        .should()
        .dependOnClassesThat(resideInAnyPackage(BINDINGS).or(anyPlatform()))
        .check(project);
  }

  @Test
  void engineLinksNothing() {
    noClasses()
        .that()
        .resideInAPackage(ENGINE)
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Linker.class, SymbolLookup.class)
        .check(project);
  }

  @Test
  void engineAndPlatformsNeedJctoolsAlone() {
    classes()
        .that(resideInAPackage(ENGINE).or(anyPlatform()))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.management..",
            "jdk.jfr..",
            "org.jctools..",
            "org.jspecify..",
            "dev.ioserver..")
        .check(project);
  }

  @Test
  void bindingsKnowTheCAbiAndNothingElse() {
    classes()
        .that()
        .resideInAPackage(BINDINGS)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", BINDINGS)
        .check(project);
  }

  @TestFactory
  Stream<DynamicTest> platformsDoNotKnowEachOther() {
    return SYSTEMS.stream()
        .filter(system -> !project.that(resideInAPackage(platform(system))).isEmpty())
        .map(system -> DynamicTest.dynamicTest(system, () -> knowsNoOtherSystem(system)));
  }

  @Test
  void whatSystemsShareKnowsNoSystem() {
    noClasses()
        .that()
        .resideInAPackage(POSIX)
        .should()
        .dependOnClassesThat(resideInAnyPackage(BINDINGS).or(anySystem()))
        .check(project);
  }

  private static void knowsNoOtherSystem(String system) {
    String[] others =
        SYSTEMS.stream()
            .filter(other -> !other.equals(system))
            .flatMap(other -> Stream.of(platform(other), "dev.ioserver.bindings." + other + ".."))
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(platform(system))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .check(project);
  }

  @Test
  void restrictedCallsAreInBindingsAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage(BINDINGS)
        .should()
        .accessTargetWhere(restricted())
        .check(project);
  }

  /** If the bindings stop matching, the rule above has gone blind. */
  @Test
  void restrictedCallsAreSeenWhereTheyAre() {
    assertTrue(
        project.that(resideInAPackage(BINDINGS)).stream()
            .flatMap(type -> type.getAccessesFromSelf().stream())
            .anyMatch(restricted()),
        "no restricted call found in " + BINDINGS);
  }

  @Test
  void examplesSeeThePublicApiAlone() {
    noClasses()
        .that()
        .resideInAPackage(EXAMPLES)
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.ioserver..")
                .and(resideOutsideOfPackages(PUBLIC_API, SPOKEN_API, EXAMPLES)))
        .check(project);
  }

  @Test
  void examplesDoUseThePublicApi() {
    assertTrue(
        project.that(resideInAPackage(EXAMPLES)).stream()
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .anyMatch(use -> use.getTargetClass().getPackageName().equals(PUBLIC_API)),
        "the examples use nothing of " + PUBLIC_API);
  }

  private static String platform(String system) {
    return "dev.ioserver." + system + "..";
  }

  private static DescribedPredicate<JavaClass> anyPlatform() {
    return anySystem().or(resideInAPackage(POSIX));
  }

  private static DescribedPredicate<JavaClass> anySystem() {
    return resideInAnyPackage(
        SYSTEMS.stream().map(ArchitectureTest::platform).toArray(String[]::new));
  }

  private static DescribedPredicate<JavaAccess<?>> restricted() {
    return describe(
        "the target is a restricted method",
        access ->
            RESTRICTED
                .getOrDefault(access.getTargetOwner().getFullName(), Set.of())
                .contains(access.getTarget().getName()));
  }
}
