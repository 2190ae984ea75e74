package dev.ioserver.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.ioserver.engine.spi.Engine;
import java.io.IOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
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

  /** A layer that programs put between a port and its socket. */
  private static final String TLS = "dev.ioserver.tls";

  private static final String DOCTOR = "dev.ioserver.engine.doctor";

  /** The classes that an engine's tests extend. */
  private static final String SUITE = "dev.ioserver.testkit.suite";

  private static final String CLASSES = "target/classes";

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
          DOCTOR,
          POSIX,
          "dev.ioserver.linux..",
          "dev.ioserver.bsd..",
          "dev.ioserver.windows..",
          EXAMPLES);

  /**
   * The packages of the engine, from the bottom upwards. A package uses only those before it; the
   * one without a name is what users open.
   */
  private static final List<String> FLOORS =
      List.of(
          "counter",
          "queue",
          "memory",
          "api",
          "jfr",
          "spi",
          "park",
          "channel",
          "selector",
          "readiness",
          "nio",
          "loop",
          "port",
          "",
          "doctor");

  /** Modules whose methods keep the promises of the interfaces that they implement. */
  private static final List<String> PROMISING =
      List.of("engine", "platform-posix", "platform-linux", "platform-bsd", "platform-windows");

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
  private static List<Path> folders;
  private static PackageGraph packages;

  @BeforeAll
  static void importEveryModule() throws IOException {
    try (Stream<Path> children = Files.list(root())) {
      folders =
          children
              // A module of tests alone has nothing to look at here.
              .filter(child -> Files.isDirectory(child.resolve("src/main/java")))
              .map(child -> child.resolve(CLASSES))
              .filter(Files::isDirectory)
              .sorted()
              .toList();
    }
    project = new ClassFileImporter().importPaths(folders);
    packages = new PackageGraph();
    packages.addClasses(project);
    for (Path folder : folders) {
      packages.addImports(folder.getParent().resolveSibling("src/main/java"));
    }
  }

  private static Path root() {
    return Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();
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
            // The JDK's jdk.management, where there is one: which compiler is in use.
            "com.sun.management..",
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

  /** It calls the bindings that are shared as well, and those of no one system. */
  @Test
  void whatSystemsShareKnowsNoSystem() {
    String[] ofSystems = SYSTEMS.stream().map(ArchitectureTest::bindingsOf).toArray(String[]::new);
    noClasses()
        .that()
        .resideInAnyPackage(POSIX, "dev.ioserver.bindings.posix")
        .should()
        .dependOnClassesThat(resideInAnyPackage(ofSystems).or(anySystem()))
        .check(project);
  }

  private static void knowsNoOtherSystem(String system) {
    String[] others =
        SYSTEMS.stream()
            .filter(other -> !other.equals(system))
            .flatMap(other -> Stream.of(platform(other), bindingsOf(other)))
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
    // To pin a thread is an example's own business: the engine has no use for that call.
    noClasses()
        .that()
        .resideOutsideOfPackage(BINDINGS)
        .and()
        .doNotHaveFullyQualifiedName("dev.ioserver.examples.machine.Affinity")
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

  /** The echo over the raw selector makes socket calls itself, which are the engines' own. */
  @Test
  void examplesSeeThePublicApiAlone() {
    noClasses()
        .that()
        .resideInAPackage(EXAMPLES)
        .and()
        .haveNameNotMatching(".*\\.echo\\.SelectorEcho.*")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.ioserver..")
                .and(resideOutsideOfPackages(PUBLIC_API, SPOKEN_API, TLS, DOCTOR, EXAMPLES)))
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

  @Test
  void noPackagesUseEachOther() {
    assertEquals("", String.join("\n", packages.circles()), "arrows that are part of a circle");
  }

  /** A graph that sees nothing would have no circles either. */
  @Test
  void circlesAreSeen() {
    PackageGraph graph = new PackageGraph();
    graph.add("dev.ioserver.a", "dev.ioserver.b", "1");
    graph.add("dev.ioserver.b", "dev.ioserver.c", "2");
    graph.add("dev.ioserver.c", "dev.ioserver.a", "3");
    graph.add("dev.ioserver.c", "dev.ioserver.d", "4");
    assertEquals(3, graph.circles().size(), graph.circles().toString());
    assertTrue(packages.usedBy("dev.ioserver.engine").containsKey("dev.ioserver.engine.port"));
    // A constant in an annotation is copied: only the import tells.
    assertTrue(packages.usedBy("dev.ioserver.bench.wake").containsKey("dev.ioserver.bench.jvm"));
  }

  @Test
  void arrowsBetweenPackagesOfTheEngineRunDown() {
    List<String> order =
        FLOORS.stream()
            .map(floor -> floor.isEmpty() ? PUBLIC_API : PUBLIC_API + "." + floor)
            .toList();
    assertEquals(
        new TreeSet<>(order),
        project.that(resideInAPackage(ENGINE)).stream()
            .map(JavaClass::getPackageName)
            .collect(Collectors.toCollection(TreeSet::new)),
        "every package of the engine has its place in the order");
    List<String> upwards = new ArrayList<>();
    for (String from : order) {
      packages
          .usedBy(from)
          .forEach(
              (to, witness) -> {
                if (order.indexOf(to) > order.indexOf(from)) {
                  upwards.add(from + " -> " + to + ": " + witness);
                }
              });
    }
    assertEquals("", String.join("\n", upwards), "arrows that run up");
  }

  @TestFactory
  Stream<DynamicTest> implementationPackagesAreNotExported() {
    return Exports.modules(folders).stream()
        .map(
            module ->
                DynamicTest.dynamicTest(
                    module.name(), () -> assertEquals(List.of(), Exports.tooMany(module))));
  }

  @Test
  void descriptorsOfModulesAreRead() {
    assertTrue(
        Exports.modules(folders).stream()
            .map(ModuleDescriptor::name)
            .toList()
            .containsAll(List.of("dev.ioserver.engine", "dev.ioserver.bindings")));
  }

  /** On the class path nobody reads descriptors: an engine that has no such file is not there. */
  @Test
  void providedEnginesAreFoundOnTheClassPathToo() throws IOException {
    Set<String> provided = new TreeSet<>();
    Set<String> named = new TreeSet<>();
    for (Path folder : folders) {
      for (ModuleDescriptor module : Exports.modules(List.of(folder))) {
        module.provides().forEach(provides -> provided.addAll(provides.providers()));
        Path services = folder.resolve("META-INF/services/" + Engine.class.getName());
        if (Files.exists(services)) {
          Files.readAllLines(services).stream()
              .filter(line -> !line.startsWith("#"))
              .forEach(named::add);
        }
      }
    }
    assertTrue(provided.size() >= 4, provided.toString());
    assertEquals(provided, named);
  }

  @TestFactory
  Stream<DynamicTest> nothingThrowsBecauseAnInterfaceIsTooWide() {
    return PROMISING.stream()
        .map(
            module ->
                DynamicTest.dynamicTest(
                    module,
                    () ->
                        assertEquals(
                            "",
                            String.join(
                                "\n", Refusals.in(root().resolve(module).resolve(CLASSES))))));
  }

  /** If these are not seen, the rule above has gone blind. */
  @Test
  void whatThrowsBecauseAnInterfaceIsTooWideIsSeen() throws IOException {
    Path own = root().resolve("bench/target/test-classes/dev/ioserver/architecture");
    assertEquals(
        Set.of(TooWide.class.getName() + ".plain", TooWide.class.getName() + ".asserting"),
        Set.copyOf(Refusals.in(own)));
  }

  /** What {@link Refusals} finds, and what it does not. */
  static class TooWide {

    void plain() {
      throw new UnsupportedOperationException("of no use");
    }

    void asserting(int number) {
      assert number > 0;
      throw new AssertionError("not " + number);
    }

    void sometimes(int number) {
      if (number > 0) {
        throw new AssertionError("not " + number);
      }
    }

    void fault() {
      throw new IllegalStateException("the caller did wrong");
    }
  }

  @TestFactory
  Stream<DynamicTest> everyEngineHasTheWholeSuite() throws IOException {
    JavaClasses tests = new ClassFileImporter().importPaths(testFolders());
    Set<String> suite =
        project.that(resideInAPackage(SUITE)).stream()
            .filter(type -> type.isAssignableTo(SUITE + ".Conformance"))
            .map(JavaClass::getSimpleName)
            .filter(name -> !name.equals("Conformance"))
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> engines =
        tests.stream()
            .filter(type -> type.isTopLevelClass() && type.getName().endsWith("ConformanceTest"))
            .map(type -> type.getName().replaceFirst("(Long)?ConformanceTest$", ""))
            .distinct()
            .sorted()
            .toList();
    assertTrue(engines.size() >= 5, engines.toString());
    return engines.stream()
        .map(
            engine ->
                DynamicTest.dynamicTest(engine, () -> assertEquals(suite, partsOf(engine, tests))));
  }

  /** Of its class, and of the one with those that take long, if it has that. */
  private static Set<String> partsOf(String engine, JavaClasses tests) {
    return tests.stream()
        .filter(
            type ->
                type.getName().startsWith(engine + "ConformanceTest$")
                    || type.getName().startsWith(engine + "LongConformanceTest$"))
        .flatMap(type -> type.getRawSuperclass().stream())
        .map(JavaClass::getSimpleName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Path> testFolders() {
    return folders.stream()
        .map(folder -> folder.resolveSibling("test-classes"))
        .filter(Files::isDirectory)
        .toList();
  }

  private static String platform(String system) {
    return "dev.ioserver." + system + "..";
  }

  private static String bindingsOf(String system) {
    return "dev.ioserver.bindings." + system + "..";
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
