package dev.ioserver.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Expired;
import dev.ioserver.engine.api.Idle;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.Timer;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class TimersGuideTest {

  private long ticks;
  private boolean running = true;

  // @start region="idle"
  private static final Duration PATIENCE = Duration.ofMillis(300);

  /** Closes connections that have been silent for too long. */
  void serve(IoServer io, Listener listener) throws InterruptedException {
    Select<Message> select = Select.of(listener);
    while (running) {
      switch (select.receive()) {
        case Accepted accepted -> {
          Port port = accepted.port().active(16);
          Timer silence = io.timer(PATIENCE).attach(port);
          port.attach(silence);
          select.add(port).add(silence);
        }
        case Data data when data.port().attachment() instanceof Timer silence -> {
          silence.schedule(PATIENCE, Duration.ZERO); // from now on, and once
          data.port().active(1);
          data.release();
        }
        case Expired expired when expired.timer().attachment() instanceof Port port -> port.close();
        case PeerClosed end -> end.port().close();
        case Closed(Port port, _) when port.attachment() instanceof Timer silence -> {
          silence.cancel();
          onClosed(port);
        }
        default -> {}
      }
    }
  }

  // @end

  private void onClosed(Port port) {
    assertTrue(port.isDone());
    running = false;
  }

  @Test
  void silentConnectionsAreClosed() throws Exception {
    try (IoServer io = IoServer.open();
        Listener listener = io.listen(Loopback.anyPort())) {
      FutureTask<Void> server =
          new FutureTask<>(
              () -> {
                serve(io, listener);
                return null;
              });
      Thread.ofVirtual().start(server);
      try (Socket client = Loopback.connect(listener.localAddress())) {
        client.getOutputStream().write(1);
        assertEquals(-1, client.getInputStream().read(), "closed by the server");
      } catch (SocketTimeoutException e) {
        throw new AssertionError("the server is too patient", e);
      }
      server.get(60, TimeUnit.SECONDS);
    }
  }

  // @start region="idle-ports"
  /** A peer that is silent for 30 s is gone; after 10 s of our silence it gets a byte. */
  static PortOptions patience() {
    return PortOptions.defaults()
        .credit(PortOptions.UNLIMITED)
        .readIdle(Duration.ofSeconds(30))
        .writeIdle(Duration.ofSeconds(10));
  }

  static void onIdle(Idle idle) {
    Port port = idle.port();
    if (idle.direction() == Idle.Direction.READING) {
      port.close();
    } else if (!port.isClosed()) {
      port.trySend(ByteBuffer.wrap(new byte[] {0}));
    }
  }

  // @end

  @Test
  void whoHearsNothingGetsASignOfLife() throws Exception {
    PortOptions impatient =
        patience().readIdle(Duration.ofSeconds(1)).writeIdle(Duration.ofMillis(20));
    try (IoServer io = IoServer.open();
        Listener listener =
            io.listen(Loopback.anyPort(), ListenOptions.defaults().ports(impatient));
        Socket client = Loopback.connect(listener.localAddress())) {
      Port port = ((Accepted) listener.receive()).port();
      int signs = 0;
      while (!port.isDone()) {
        if (port.receive() instanceof Idle idle) {
          signs += idle.direction() == Idle.Direction.WRITING ? 1 : 0;
          onIdle(idle);
          if (idle.direction() == Idle.Direction.READING) {
            client.shutdownOutput();
          }
        }
      }
      assertTrue(signs > 0);
    }
  }

  @Test
  void periodic() throws Exception {
    try (IoServer io = IoServer.open()) {
      // @start region="periodic"
      Timer tick = io.timer(Duration.ZERO, Duration.ofMillis(20)); // at once, then every 20 ms
      while (ticks < 5) {
        if (tick.receive() instanceof Expired) {
          ticks += tick.takeExpirations(); // more than 1 if this thread was late
        }
      }
      tick.cancel();
      // @end
      assertTrue(ticks >= 5);
    }
  }

  @Test
  void waitsOfTheirOwn() throws Exception {
    try (IoServer io = IoServer.open();
        Listener listener = io.listen(Loopback.anyPort())) {
      // @start region="wait"
      Message next = listener.receive(Duration.ofMillis(50)); // null if none comes in time
      // @end
      assertEquals(null, next);
    }
  }
}
