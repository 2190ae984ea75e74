package dev.ioserver.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who names an engine gets that one, or hears why not. */
class NoOtherEngineThanAskedForTest {

  private static final String GRANTED = "--enable-native-access=ALL-UNNAMED";

  private final Jars all = Jars.all();

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void anEngineThatWasAskedForIsNoMatterForTheLog(String engine) throws Exception {
    Started program = Started.onClassPath(all, GRANTED, "-Dioserver.engine=" + engine);
    assertEquals(List.of("opened " + engine, "opened " + engine), program.lines());
  }

  @ParameterizedTest
  @ValueSource(strings = {"epol", "Epoll", "io_uring", ""})
  void anUnknownNameIsNotAnsweredByAnotherEngine(String name) throws Exception {
    Started program = Started.onClassPath(all, GRANTED, "-Dioserver.engine=" + name);
    String refused =
        "refused: there is no engine '"
            + name
            + "' (-Dioserver.engine); there are epoll, nio, kqueue, iocp";
    assertEquals(List.of(refused, refused), program.lines());
  }

  @Test
  void theOptionsAreNotBlamedOnTheProperty() throws Exception {
    Started program =
        Started.java(
            Map.of(),
            List.of(
                GRANTED,
                "-Dioserver.engine=nio",
                "-cp",
                Jars.programs() + File.pathSeparator + all.path(),
                OpenTwice.class.getName(),
                "epol"));
    assertTrue(program.says("refused: there is no engine 'epol'; there are "), program::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "kqueue, 'it is the engine of macOS and FreeBSD on amd64 and aarch64, and this is Linux on '",
    "iocp, 'it is the engine of Windows on amd64, and this is Linux on '"
  })
  void theEngineOfAnotherSystemIsNotAnsweredByAnotherEngine(String name, String cause)
      throws Exception {
    Started program = Started.onClassPath(all, GRANTED, "-Dioserver.engine=" + name);
    assertTrue(
        program.says(
            "refused: the engine '" + name + "' (-Dioserver.engine) cannot be used here: " + cause),
        program::toString);
  }

  @Test
  void anEngineThatIsDeniedIsNotAnsweredByAnotherEngine() throws Exception {
    Started program =
        Started.onClassPath(all, "--illegal-native-access=deny", "-Dioserver.engine=epoll");
    assertTrue(
        program.says(
            "refused: the engine 'epoll' (-Dioserver.engine) cannot be used here: native access is"
                + " denied: start java with --enable-native-access=ALL-UNNAMED"),
        program::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "dev.ioserver.linux, dev.ioserver:ioserver-platform-linux",
    "dev.ioserver.posix, dev.ioserver:ioserver-platform-posix",
    "dev.ioserver.bindings, dev.ioserver:ioserver-bindings"
  })
  void anEngineWhoseJarIsMissingIsNotAnsweredByAnotherEngine(String jar, String artifact)
      throws Exception {
    Started program = Started.onClassPath(all.without(jar), GRANTED, "-Dioserver.engine=epoll");
    assertTrue(
        program.says(
            "refused: the engine 'epoll' (-Dioserver.engine) cannot be used here: "
                + artifact
                + " is not on the class path"),
        program::toString);
  }
}
