package dev.ioserver.engine.port;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Ports that may be idle, within their loop. */
class IdleWatchTest extends PortFixture {

  private static final PortOptions PLAIN = PortOptions.defaults();
  private static final PortOptions PATIENT =
      PLAIN.readIdle(Duration.ofDays(1)).writeIdle(Duration.ofDays(1));

  /** An object, and its place among the deadlines, which doubles when it is full. */
  private static final long MOST_PER_PORT = 160;

  IdleWatchTest() throws SystemCallException {}

  @Test
  void itTakesLittleMemory() {
    int ports = 2_000;
    allocated(ports, PLAIN);
    allocated(ports, PATIENT);
    long plain = allocated(ports, PLAIN);
    long patient = allocated(ports, PATIENT);
    long each = (patient - plain) / ports;
    assertTrue(each <= MOST_PER_PORT, () -> each + " B for each port");
  }

  /** What this thread allocates for so many ports that come and go. */
  private long allocated(int ports, PortOptions options) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    TcpPort[] all = new TcpPort[ports];
    for (int i = 0; i < ports; i++) {
      all[i] = connected(options);
    }
    for (TcpPort port : all) {
      port.abort();
      engine.run();
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
