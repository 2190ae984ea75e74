package dev.ioserver.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever keeps a command from starting is one line that says what to do, and exit code 2. */
class CommandErrorsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                        | name a command
          gatway                                    | did you mean gateway?
          gateway --rat 5                           | did you mean --rate?
          gateway --rate many                       | --rate
          gateway --rate -1                         | --rate -1 must be 0 or more
          gateway --connections 0                   | --connections 0 must be 1 or more
          gateway --connections 2000                | 1 to 1296
          gateway --seconds 0                       | --seconds
          gateway --seconds NaN                     | --seconds
          gateway --warmup -1                       | --warmup
          gateway --rounds 0                        | --rounds
          gateway --loops -1                        | --loops
          gateway --idle never                      | park, adaptive or busy
          gateway --books none                      | inline or threads
          gateway --stocks 0                        | 1 to 64
          gateway --stocks a,b                      | capitals
          gateway --stocks AAPL,AAPL                | different
          gateway --credentials demo                | USER:PASSWORD
          gateway --credentials toolonganame:x      | USER:PASSWORD
          gateway --engine kqueue9                  | kqueue9
          gateway --compare epoll                   | two or more of
          gateway --compare nio,kqueue9             | two or more of
          gateway --compare nio,nio                 | two or more of
          gateway --listen 127.0.0.1                | HOST:PORT
          gateway --listen 127.0.0.1:99999          | 1 to 65535
          gateway --listen ::1:80                   | [::1]
          gateway --listen nowhere.invalid:80       | spelling
          gateway --listen 192.0.2.1:9000           | an address of this host
          gateway --listen 127.0.0.1:0 --svg x.svg  | --listen measures nothing
          gateway --listen [::1]:1 --connect [::1]:1 | mutually exclusive
          gateway --connect 127.0.0.1:1             | is the server running
          gateway --svg /no/such/folder/x.svg       | does not exist
          gateway --hgrm /tmp                       | is a directory
          gateway --feed 127.0.0.1:9000             | is not GROUP:PORT, 239.255.0.1:30001
          gateway --feed 239.255.0.1                | HOST:PORT
          gateway --fix 70000                       | --fix 70000 must be 0 to 65535
          gateway --fix here                        | --fix
          gateway --dashboard here                  | HOST:PORT
          gateway --dashboard 0.0.0.0:0             | has no password; use 127.0.0.1
          gateway --dashboard-public                | --dashboard-public needs --dashboard
          gateway --connect [::1]:1 --dashboard [::1]:0 | --dashboard shows a gateway
          echo --port 0 --dashboard [::]:0          | has no password; use 127.0.0.1
          feed --dashboard 192.0.2.1:80             | has no password; use 127.0.0.1
          gateway --connect [::1]:1 --fix 9001      | --fix is the gateway's, and not for --connect
          gateway --keystore x.p12                  | --keystore needs --tls
          gateway --keystore-password x             | --keystore-password needs --tls
          gateway --trust x.pem                     | --trust needs --tls
          gateway --write-certificate x.pem         | --write-certificate needs --tls
          gateway --tls --keystore /no/such.p12     | there is no key store /no/such.p12
          gateway --tls --keystore pom.xml          | the key store pom.xml cannot be read
          gateway --tls --keystore-password x       | --keystore-password needs --keystore
          gateway --tls --trust x.pem               | --trust needs --connect
          gateway --tls --write-certificate x.pem   | --write-certificate needs --listen
          gateway --tls --connect [::1]:1 --keystore x.p12 | the gateway's, and not for --connect
          gateway --tls --connect [::1]:1 --trust /no/such.pem | no file of certificates
          gateway --tls --connect [::1]:1 --trust pom.xml | the certificates in pom.xml cannot be
          gateway --tls --listen 127.0.0.1:0 --write-certificate /no/such/x.pem | cannot write
          gateway --unix x.sock --listen 127.0.0.1:0 | --unix is for gateway and clients in one
          gateway --feed-interface lo               | --feed-interface needs --feed
          gateway --feed-books x.txt                | --feed-books needs --listen
          gateway --connect [::1]:1 --feed 239.255.0.1:9 | not for --connect
          gateway --feed 239.255.0.1:9 --feed-interface nowhere9 | no network interface 'nowhere9'
          feed --drop 1                             | --drop 1.0 must be
          feed --drop NaN                           | --drop
          feed --subscribers 0                      | --subscribers 0 must be 1 to 16
          feed --connections 0                      | --connections 0 must be 1 or more
          feed --rate -1                            | --rate -1 must be 0 or more
          feed --seconds 0                          | --seconds
          feed --warmup -1                          | --warmup
          feed --source 127.0.0.1:9                 | --source needs --connect
          feed --books x.txt                        | --books needs --connect
          feed --connect 127.0.0.1:9                | is not GROUP:PORT
          feed --feed-interface nowhere9            | no network interface 'nowhere9'
          feed --engine kqueue9                     | kqueue9
          feed --svg /no/such/folder/x.svg          | does not exist
          echo                                      | --port
          echo --port 70000                         | 1 to 65535
          echo --port 0 --framing 5                 | of 1 to 4 bytes
          echo --port 0 --engine kqueue9            | kqueue9
          echo --port 0 --host 192.0.2.1            | an address of this host
          echo --port 0 --seconds -1                | --seconds
          echo --port 0 --loops -1                  | loops
          echo --port 0 --idle never                | park, adaptive or busy
          soak --minutes 0                          | --minutes 0.0 must be
          soak --minutes NaN                        | --minutes
          soak --rate 0                             | --rate 0 must be 1 or more
          soak --connections 0                      | --connections 0 must be 1 to 4096
          soak --crowd -1                           | --crowd -1 must be 0 to 4096
          soak --hand-overs 3                       | --hand-overs 3 must be 4 or more
          soak --loops -1                           | --loops
          soak --idle never                         | park, adaptive or busy
          soak --seed x                             | --seed
          soak --engine kqueue9                     | kqueue9
          doctor now                                | now
          """)
  void saysWhatToDo(String args, String expected) {
    CommandRun run = CommandRun.of(args.isEmpty() ? new String[0] : args.split(" +"));
    assertOneLine(run);
    assertTrue(run.err().contains(expected), run.err());
  }

  @Test
  void echoWantsOneKindOfAddress() {
    for (CommandRun run :
        new CommandRun[] {
          CommandRun.of("echo"), CommandRun.of("echo", "--port", "0", "--unix", "x")
        }) {
      assertOneLine(run);
      assertTrue(run.err().contains("either --port N or --unix PATH"), run.err());
    }
  }

  @Test
  void portInUse() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      for (CommandRun run :
          new CommandRun[] {
            CommandRun.of("echo", "--port", port),
            CommandRun.of("gateway", "--listen", "127.0.0.1:" + port)
          }) {
        assertOneLine(run);
        assertTrue(run.err().contains("choose another port"), run.err());
      }
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the iocp engine has no Unix sockets")
  void aUnixSocketThatCannotBe(@TempDir Path folder) throws IOException {
    Path taken = Files.createFile(folder.resolve("taken"));
    Path nowhere = folder.resolve("none/x.sock");
    Path tooLong = folder.resolve("x".repeat(120));
    assertUnixRefused(taken, "remove the file");
    assertUnixRefused(nowhere, "make the folder of it first");
    assertUnixRefused(tooLong, "choose another path");
  }

  private static void assertUnixRefused(Path file, String expected) {
    CommandRun run = CommandRun.of("gateway", "--unix", file.toString());
    assertOneLine(run);
    assertTrue(run.err().contains(expected), run.err());
  }

  @Test
  void aFileWhereADirectoryShouldBe(@TempDir Path folder) {
    CommandRun run = CommandRun.of("gateway", "--hgrm", folder.resolve("a/b").toString());
    assertOneLine(run);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--help", "gateway --help", "echo --help", "soak --help", "doctor --help", "-V"})
  void helpIsNoError(String args) {
    CommandRun run = CommandRun.of(args.split(" "));
    assertEquals(0, run.exitCode());
    assertEquals("", run.err());
    assertTrue(run.out().contains("ioserver"), run.out());
  }

  private static void assertOneLine(CommandRun run) {
    assertEquals(2, run.exitCode(), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().startsWith("ioserver: "), run.err());
    assertFalse(run.err().contains("Exception"), run.err());
  }
}
