package dev.ioserver.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.start.Jars;
import dev.ioserver.start.OpenTwice;
import dev.ioserver.start.Started;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A seccomp profile or an old kernel refuses a call: the log says which, once, and what helps. */
class RefusedCallsTest {

  @TempDir private static Path folder;

  private static Path library;

  @BeforeAll
  static void compile() throws Exception {
    library = FailingCalls.compile("refused_calls", folder);
    if (library == null) {
      System.out.println("!! SKIPPED [epoll] RefusedCallsTest there is no C compiler");
      Assumptions.abort("no C compiler");
    }
  }

  private static Started program(String call, int code) throws Exception {
    return Started.java(
        Map.of(
            "LD_PRELOAD", library.toString(),
            "REFUSED_CALL", call,
            "REFUSED_CODE", String.valueOf(code)),
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            Jars.programs() + File.pathSeparator + Jars.all().path(),
            OpenTwice.class.getName()));
  }

  /** Java's own selector needs these calls too, so what nio makes of it is another matter. */
  @ParameterizedTest
  @CsvSource({"epoll_create1, EPERM", "eventfd, EPERM", "epoll_create1, ENOSYS", "eventfd, ENOSYS"})
  void aRefusedCallIsNotPassedOverInSilence(String call, String code) throws Exception {
    Started program = program(call, FailingCalls.number(code));
    assertEquals(1, program.warnings().size(), program::toString);
    String said = program.warnings().getFirst();
    assertTrue(
        said.startsWith(
            "the engine nio is used although this system has a better one, epoll, which cannot be"
                + " used: "
                + code
                + " from "
                + call),
        program::toString);
    assertTrue(said.contains("allow epoll_create1, epoll_ctl,"), program::toString);
  }

  /** No engine is lost by it, but the nanoseconds of time-outs are. */
  @ParameterizedTest
  @CsvSource({"EPERM", "ENOSYS"})
  void coarserTimeOutsAreNotTakenInSilence(String code) throws Exception {
    Started program = program("epoll_pwait2", FailingCalls.number(code));
    assertTrue(program.says("opened epoll"), program::toString);
    assertEquals(List.of(), program.warnings(), program::toString);
    List<String> said = program.lines().stream().filter(line -> line.startsWith("INFO: ")).toList();
    assertEquals(1, said.size(), program::toString);
    assertTrue(
        said.getFirst().contains("since epoll_pwait2 fails with " + code + ": it needs Linux 5.11"),
        program::toString);
  }
}
