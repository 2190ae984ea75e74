package dev.ioserver.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class DatagramsCommandTest {

  @Test
  void eachCaseHasATableWithALineForEachServer() {
    String said =
        run(
            "--peers",
            "ioserver-nio,java.nio",
            "--burst",
            "1,8",
            "--bytes",
            "64",
            "--task",
            "echo,receive",
            "--seconds",
            "0.001",
            "--launches",
            "2",
            "--no-syscalls");
    for (String title :
        new String[] {
          "echo, 64 bytes, one at a time",
          "receive, 64 bytes, bursts of 8",
          "echo, 64 bytes, bursts of 8"
        }) {
      assertEquals(1, said.lines().filter(title::equals).count(), said);
    }
    for (String peer : new String[] {"ioserver-nio", "java.nio"}) {
      assertEquals(
          3, said.lines().filter(line -> line.startsWith("  " + peer + " ")).count(), said);
    }
    assertTrue(said.contains("times java.nio"), said);
  }

  @Test
  void wrongNumbersAndNamesAreRefused() {
    assertTrue(refused("--burst", "0").contains("--burst must be 1 to 1024, not 0"));
    assertTrue(refused("--burst", "64,2000").contains("not 2000"));
    assertTrue(refused("--bytes", "15").contains("--bytes must be 16 to 2048, not 15"));
    assertTrue(refused("--seconds", "0").contains("--seconds must be"));
    assertTrue(refused("--launches", "0").contains("--launches must be 1 to"));
    assertTrue(refused("--task", "lose").contains("--task"));
    assertTrue(refused("--peers", "mio").contains("no peer of datagrams is called 'mio'"));
    assertTrue(refused("--peers", "java.nio@/nowhere.jar").contains("there is no jar where"));
    assertTrue(refused("--peers", "java.nio", "--base", "c").contains("does not take part"));
    assertTrue(refused("--task", "send", "--burst", "1").contains("there is echo alone"));
    assertTrue(refused("--pin", "everywhere").contains("--pin:"));
  }

  private static String run(String... arguments) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream terminal = System.out;
    try (PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      System.setOut(to);
      assertEquals(
          0,
          Main.commandLine().execute(datagrams(arguments)),
          () -> said.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(terminal);
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  private static String refused(String... arguments) {
    StringWriter said = new StringWriter();
    assertEquals(2, Main.commandLine().setErr(new PrintWriter(said)).execute(datagrams(arguments)));
    return said.toString();
  }

  private static String[] datagrams(String... arguments) {
    return Stream.concat(Stream.of("datagrams"), Stream.of(arguments)).toArray(String[]::new);
  }
}
