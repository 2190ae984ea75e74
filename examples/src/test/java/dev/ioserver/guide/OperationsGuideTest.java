package dev.ioserver.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.EngineInfo;
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.LoopCounters;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortCounters;
import dev.ioserver.engine.api.PortSnapshot;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class OperationsGuideTest {

  private final List<String> printed = new ArrayList<>();

  private void print(String line) {
    printed.add(line);
  }

  // @start region="engines"
  void printEngines() {
    for (EngineInfo engine : EngineInfo.all()) { // best first
      String cause = engine.unavailabilityCause();
      print(engine.name() + ": " + (cause == null ? "available" : cause));
      engine.features().forEach((name, value) -> print("  " + name + ": " + value));
    }
  }

  // @end

  // @start region="stop"
  /** Ctrl-C and SIGTERM close the server before the JVM goes. */
  static Thread closeOnSignal(IoServer io) {
    Thread hook = new Thread(io::close, "close-server"); // ports get closeTimeout to write
    Runtime.getRuntime().addShutdownHook(hook);
    return hook; // to be removed if the server is closed earlier
  }

  // @end

  @Test
  void engines() {
    printEngines();
    assertTrue(printed.stream().anyMatch(line -> line.endsWith(": available")), printed::toString);
  }

  @Test
  void counters() throws Exception {
    try (IoServer io = IoServer.open();
        Listener listener = io.listen(Loopback.anyPort())) {
      // @start region="counters"
      LoopCounters before = io.counters().getFirst();
      accept(listener, 3);
      LoopCounters since = io.counters().getFirst().minus(before);
      print(since.wakesAsked() + " wakes asked for, " + since.wakesWritten() + " system calls");
      // @end
      assertTrue(since.messagesIn() >= 3, since::toString);
      assertFalse(printed.isEmpty());
    }
  }

  private static void accept(Listener listener, int connections) throws Exception {
    for (int i = 0; i < connections; i++) {
      try (Socket _ = Loopback.connect(listener.localAddress())) {
        Message message = listener.receive(Loopback.PATIENCE);
        assertTrue(message instanceof Accepted);
      }
    }
  }

  @Test
  void ports() throws Exception {
    try (IoServer io = IoServer.open();
        Listener listener = io.listen(Loopback.anyPort())) {
      Port connected = io.connect(listener.localAddress());
      assertTrue(connected.awaitConnected(Loopback.PATIENCE));
      // @start region="ports"
      for (PortSnapshot port : io.ports()) {
        PortCounters counters = port.counters();
        print(port.remote() + " is " + port.state() + (port.isPaused() ? ", paused: " : ": "));
        print("  " + counters.bytesIn() + " bytes in, " + port.pendingBytes() + " unwritten");
      }
      // @end
      assertTrue(
          printed.stream().anyMatch(line -> line.startsWith(listener.localAddress() + " is OPEN")),
          printed::toString);
      connected.abort();
    }
  }

  @Test
  void beans() throws Exception {
    // @start region="jmx"
    IoServerOptions options = IoServerOptions.defaults().name("gateway").jmx(true);
    IoServer io = IoServer.open(options);
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    Set<ObjectName> loops =
        beans.queryNames(new ObjectName("dev.ioserver:type=Loop,name=\"gateway-0\",*"), null);
    for (ObjectName loop : loops) {
      print(loop + " runs on " + beans.getAttribute(loop, "Engine"));
    }
    // @end
    try (io) {
      assertEquals(1, printed.size());
      assertTrue(printed.getFirst().endsWith("runs on " + io.engine()), printed::toString);
    }
  }

  @Test
  void theHookClosesTheServer() throws Exception {
    IoServer io = IoServer.open();
    Listener listener = io.listen(Loopback.anyPort());
    Thread hook = closeOnSignal(io);
    assertTrue(Runtime.getRuntime().removeShutdownHook(hook));
    hook.start(); // as the virtual machine would
    assertThrows(
        ChannelClosedException.class,
        () -> {
          while (true) {
            listener.receive();
          }
        });
    assertTrue(hook.join(Loopback.PATIENCE));
  }
}
