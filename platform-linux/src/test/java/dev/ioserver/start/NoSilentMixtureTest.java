package dev.ioserver.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jars that were not made for each other, and properties that nobody reads, are told of once. */
class NoSilentMixtureTest {

  private static final String GRANTED = "--enable-native-access=ALL-UNNAMED";

  private final Jars all = Jars.all();
  @TempDir private Path folder;

  private Jars releasedWith(String odd) throws Exception {
    Jars released = all;
    for (String name : List.of(Jars.ENGINE, Jars.LINUX, Jars.POSIX, Jars.BINDINGS)) {
      String version = name.equals(odd) ? "0.2.0" : "0.1.0";
      released = released.with(name, all.release(name, version, folder.resolve(name + "-1.jar")));
    }
    return released;
  }

  @Test
  void oneVersionOfAllIsNoMatterForTheLog() throws Exception {
    Jars released = releasedWith("none");
    assertEquals(
        List.of("opened epoll", "opened epoll"), Started.onClassPath(released, GRANTED).lines());
    assertEquals(
        List.of("opened epoll", "opened epoll"),
        Started.asModules(released, "--enable-native-access=" + Jars.BINDINGS).lines());
  }

  @ParameterizedTest
  @ValueSource(strings = {Jars.LINUX, Jars.POSIX, Jars.BINDINGS})
  void anotherVersionOfOneJarIsToldOfOnce(String odd) throws Exception {
    Jars released = releasedWith(odd);
    assertMixture(odd, Started.onClassPath(released, GRANTED));
    assertMixture(odd, Started.asModules(released, "--enable-native-access=" + Jars.BINDINGS));
  }

  private static void assertMixture(String odd, Started program) {
    assertTrue(program.says("opened epoll"), program::toString);
    assertEquals(1, program.warnings().size(), program::toString);
    String said = program.warnings().getFirst();
    assertTrue(
        said.startsWith("the engine is of version 0.1.0, but " + odd + "."), program::toString);
    assertTrue(said.contains(" of version 0.2.0: use one version of all"), program::toString);
  }

  @Test
  void allJarsOfAnotherVersionThanTheEngineAreOneLine() throws Exception {
    Jars released = releasedWith(Jars.ENGINE);
    Started program = Started.onClassPath(released, GRANTED);
    assertEquals(1, program.warnings().size(), program::toString);
    String said = program.warnings().getFirst();
    assertTrue(said.startsWith("the engine is of version 0.2.0, but " + Jars.LINUX + "."), said);
  }

  @Test
  void twoEnginesOnOneClassPathAreToldOfOnce() throws Exception {
    Path first = all.release(Jars.ENGINE, "0.1.0", folder.resolve("ioserver-engine-0.1.0.jar"));
    Path second = all.release(Jars.ENGINE, "0.2.0", folder.resolve("ioserver-engine-0.2.0.jar"));
    Started program =
        Started.onClassPath(
            releasedWith("none").with(Jars.ENGINE, first).path() + File.pathSeparator + second,
            OpenTwice.class.getName(),
            GRANTED);
    assertTrue(program.says("opened epoll"), program::toString);
    assertEquals(
        List.of(
            "the engine is on the class path twice: "
                + first.toUri()
                + " is used, and "
                + second.toUri()
                + " must go"),
        program.warnings().stream().map(said -> said.replace("file:/", "file:///")).toList(),
        program::toString);
  }

  @Test
  void aMisspeltPropertyIsToldOfOnce() throws Exception {
    Started program =
        Started.onClassPath(
            all,
            GRANTED,
            "-Dioserver.engin=nio",
            "-Dioserver.leakcheck=true",
            "-Dioserver.kqueue.waker=pipe");
    assertTrue(program.says("opened epoll"), program::toString);
    assertEquals(
        List.of(
            "ioserver has no system property ioserver.engin; those that it has are"
                + " ioserver.engine, ioserver.leakcheck, ioserver.jfr, ioserver.kqueue.library,"
                + " ioserver.kqueue.waker"),
        program.warnings(),
        program::toString);
  }

  @Test
  void severalMisspeltPropertiesAreOneLine() throws Exception {
    Started program =
        Started.onClassPath(all, GRANTED, "-Dioserver.idel=1", "-DIOserver.Engine=nio");
    assertEquals(1, program.warnings().size(), program::toString);
    String said = program.warnings().getFirst();
    assertTrue(said.contains("ioserver.idel"), said);
    assertTrue(said.contains("IOserver.Engine"), said);
  }

  @Test
  void aLeakCheckThatIsNotOnIsToldOf() throws Exception {
    Started program = Started.onClassPath(all, GRANTED, "-Dioserver.leakcheck=yes");
    assertEquals(
        List.of("the leak check is off, since -Dioserver.leakcheck=yes is not true"),
        program.warnings(),
        program::toString);
  }
}
