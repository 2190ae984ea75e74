package dev.ioserver.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.doctor.Doctor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor, from the artifacts alone. */
class DoctorTest {

  private static final String DOCTOR = Doctor.class.getName();
  private static final String GRANTED = "--enable-native-access=ALL-UNNAMED";

  private static final String EPOLL_DATAGRAMS =
      "    datagrams: receives batches, sends batches, .*local addresses,.* sources, unix.*";

  private final Jars all = Jars.all();

  private static Started asModule(Jars jars, String... flags) throws Exception {
    List<String> arguments = new ArrayList<>(Arrays.asList(flags));
    arguments.addAll(List.of("-p", jars.path(), "-m", Jars.ENGINE + "/" + DOCTOR));
    return Started.java(Map.of(), arguments);
  }

  @Test
  void theBestEngineIsExitCode0() throws Exception {
    Started path = Started.onClassPath(all.path(), DOCTOR, GRANTED);
    assertEquals(Doctor.BEST, path.code(), path::toString);
    assertTrue(path.last().startsWith("the engine epoll is used, the best for Linux on "));
    assertTrue(path.says("  native access   enabled for ALL-UNNAMED"), path::toString);

    Started module = asModule(all, "--enable-native-access=" + Jars.BINDINGS);
    assertEquals(Doctor.BEST, module.code(), module::toString);
    assertEquals(path.last(), module.last());
    assertTrue(module.says("  native access   enabled for dev.ioserver.bindings"));
  }

  @Test
  void aFlagThatIsMissingIsNamedThoughTheBestEngineIsUsed() throws Exception {
    Started module = asModule(all, "--illegal-native-access=allow");
    assertEquals(Doctor.BEST, module.code(), module::toString);
    assertTrue(
        module.toString().contains("start java with --enable-native-access=dev.ioserver.bindings"),
        module::toString);
  }

  @Test
  void aSecondBestEngineIsNotExitCode0() throws Exception {
    Started denied = asModule(all, "--illegal-native-access=deny");
    assertEquals(Doctor.SECOND_BEST, denied.code(), denied::toString);
    assertTrue(denied.last().startsWith("second best: the engine nio is used"), denied::toString);
    assertTrue(
        denied.last().endsWith("start java with --enable-native-access=dev.ioserver.bindings"),
        denied::toString);

    Started missing = Started.onClassPath(all.without(Jars.BINDINGS).path(), DOCTOR, GRANTED);
    assertEquals(Doctor.SECOND_BEST, missing.code(), missing::toString);
    assertTrue(missing.last().contains("dev.ioserver:ioserver-bindings"), missing::toString);
    assertTrue(
        missing.says("  epoll           not available: dev.ioserver:ioserver-bindings is not"),
        missing::toString);

    Started absent = Started.onClassPath(all.without(Jars.LINUX).path(), DOCTOR, GRANTED);
    assertEquals(Doctor.SECOND_BEST, absent.code(), absent::toString);
    assertTrue(
        absent.says("  epoll           not available: dev.ioserver:ioserver-platform-linux is not"),
        absent::toString);

    Started forced = Started.onClassPath(all.path(), DOCTOR, GRANTED, "-Dioserver.engine=nio");
    assertEquals(Doctor.SECOND_BEST, forced.code(), forced::toString);
    assertEquals(
        "second best: -Dioserver.engine=nio has it so: the engine nio is used although this system"
            + " has a better one, epoll",
        forced.last());
  }

  @Test
  void whatEachEngineCanDoWithDatagramsIsListed() throws Exception {
    Started path = Started.onClassPath(all.path(), DOCTOR, GRANTED);
    // Those of nio are the JDK's, the same everywhere; those of epoll depend on the kernel.
    assertTrue(
        path.toString()
            .contains(
                "    datagrams: sources; not: receives batches, sends batches, stamps, hardware"
                    + " stamps, drop counts, local addresses, receives segments, sends segments,"
                    + " unix"),
        path::toString);
    assertTrue(
        path.toString().lines().anyMatch(line -> line.matches(EPOLL_DATAGRAMS)), path::toString);
  }

  @Test
  void noEngineIsNotExitCode0() throws Exception {
    Started unknown = Started.onClassPath(all.path(), DOCTOR, GRANTED, "-Dioserver.engine=epol");
    assertEquals(Doctor.NO_ENGINE, unknown.code(), unknown::toString);
    assertEquals(
        "no server can be opened: there is no engine 'epol' (-Dioserver.engine); there are epoll,"
            + " nio, kqueue, iocp",
        unknown.last());

    Started queues = Started.onClassPath(all.without(Jars.QUEUES_11).path(), DOCTOR, GRANTED);
    assertEquals(Doctor.NO_ENGINE, queues.code(), queues::toString);
    assertTrue(
        queues.last().startsWith("no server can be opened: org.jctools:jctools-core-jdk11 is not"),
        queues::toString);
  }

  /** That is, of a Class-Path that nobody wrote down. */
  @Test
  void theJarOfTheEngineAloneIsNotBlindToTheJarsBesideIt(@TempDir Path folder) throws Exception {
    for (String name : List.of(Jars.ENGINE, Jars.LINUX, Jars.POSIX, Jars.BINDINGS)) {
      all.release(
          name, "0.1.0", folder.resolve(name.replace("dev.ioserver.", "ioserver-") + ".jar"));
    }
    Path engine = all.runnable(Jars.ENGINE, Doctor.class, folder.resolve("ioserver-engine.jar"));
    Started alone = Started.java(Map.of(), List.of(GRANTED, "-jar", engine.toString()));
    assertEquals(Doctor.NO_ENGINE, alone.code(), alone::toString);
    assertTrue(alone.last().contains("org.jctools:jctools-core"), alone::toString);

    Files.copy(all.place(Jars.QUEUES), folder.resolve("jctools-core.jar"));
    Files.copy(all.place(Jars.QUEUES_11), folder.resolve("jctools-core-jdk11.jar"));
    Started whole = Started.java(Map.of(), List.of(GRANTED, "-jar", engine.toString()));
    assertEquals(Doctor.BEST, whole.code(), whole::toString);
  }

  @Test
  void misspeltPropertiesAreInTheReport() throws Exception {
    Started report = Started.onClassPath(all.path(), DOCTOR, GRANTED, "-Dioserver.engin=nio");
    assertEquals(Doctor.BEST, report.code(), report::toString);
    assertTrue(
        report.says("warning: ioserver has no system property ioserver.engin; "), report::toString);
  }
}
