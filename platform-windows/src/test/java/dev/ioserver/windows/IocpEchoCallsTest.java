package dev.ioserver.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.LoopCounters;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.testkit.fixture.Loopback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an echo costs here in system calls: ARCHITECTURE.md says it, and this holds it to that. */
@WindowsOnly
@Timeout(60)
class IocpEchoCallsTest {

  private static final int ECHOES = 1_000;
  private static final int BYTES = 64;

  @Test
  void anEchoIsFourCallsOfWhichOneIsThePollThatIsSentAgain() throws Exception {
    IoServerOptions options = IoServerOptions.defaults().engine("iocp").callerRuns();
    try (IoServer io = IoServer.open(options)) {
      PortOptions ports = PortOptions.defaults().credit(PortOptions.UNLIMITED);
      Listener listener = io.listen(Loopback.inet4(), ListenOptions.defaults().ports(ports));
      Thread client = Thread.ofPlatform().daemon().start(() -> pingPong(listener));
      Port port = ((Accepted) listener.receive()).port();
      echo(port);
      LoopCounters before = io.counters().getFirst();
      for (int i = 0; i < ECHOES; i++) {
        echo(port);
      }
      LoopCounters cost = io.counters().getFirst().minus(before);
      System.out.println("[iocp] " + ECHOES + " echoes: " + cost);
      assertEquals(ECHOES, cost.reads());
      // What the last one of them leaves to be written and to be asked is not done yet.
      assertEquals(ECHOES, cost.writes(), 1);
      assertEquals(ECHOES, cost.arms(), 1);
      assertTrue(cost.polls() <= ECHOES + 1, cost::toString);
      assertEquals(0, cost.changesApplied());
      assertEquals(0, cost.wakesWritten());
      port.close();
      long deadline = System.nanoTime() + 10_000_000_000L;
      while (client.isAlive() && deadline - System.nanoTime() > 0) {
        io.select().receive(Duration.ofMillis(1));
      }
      assertFalse(client.isAlive(), "the client has not seen the end");
    }
  }

  private static void echo(Port port) throws InterruptedException {
    Data data = (Data) port.receive();
    port.send(data.bytes());
    data.release();
  }

  /** Sends until the server has had enough. */
  private static void pingPong(Listener listener) {
    try (Socket socket = new Socket()) {
      socket.connect(listener.localAddress());
      socket.setTcpNoDelay(true);
      byte[] ping = new byte[BYTES];
      do {
        socket.getOutputStream().write(ping);
      } while (socket.getInputStream().readNBytes(BYTES).length == BYTES);
    } catch (java.net.SocketException e) {
      // The server closed while this one was writing.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
