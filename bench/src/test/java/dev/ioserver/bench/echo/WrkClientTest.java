package dev.ioserver.bench.echo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class WrkClientTest {

  private static final String REPORT =
      """
      Running 1s test @ http://127.0.0.1:8080/plaintext
        1 threads and 64 connections
        Thread Stats   Avg      Stdev     Max   +/- Stdev
          Latency     1.21ms  200.00us   4.00ms   90.00%
          Req/Sec    50.00k     1.00k   52.00k    80.00%
        55000 requests in 1.10s, 4.20MB read
      Requests/sec:  50000.00
      Transfer/sec:      3.82MB
      """;

  @Test
  void itsReportSaysHowManyAndHowLong() throws IOException {
    TurnClient.Exchanged exchanged = WrkClient.read(REPORT);
    assertEquals(55_000, exchanged.messages());
    assertEquals(1.1e9, exchanged.nanos(), 1);
  }

  @Test
  void aFaultOfTheServerIsNoMeasurement() {
    String errors = "Socket errors: connect 0, read 3, write 0, timeout 0";
    IOException fault =
        assertThrows(IOException.class, () -> WrkClient.read(REPORT + "  " + errors + "\n"));
    assertTrue(fault.getMessage().contains(errors), fault.getMessage());
    assertThrows(
        IOException.class, () -> WrkClient.read(REPORT + "  Non-2xx or 3xx responses: 7\n"));
  }

  @Test
  void neitherIsAReportWithoutRequests() {
    assertThrows(IOException.class, () -> WrkClient.read("unable to connect"));
    assertThrows(IOException.class, () -> WrkClient.read(REPORT.replace("55000", "0")));
  }
}
