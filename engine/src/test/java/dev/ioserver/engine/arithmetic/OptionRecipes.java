package dev.ioserver.engine.arithmetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.SelectorOptions;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Durations;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.Idle;
import dev.ioserver.engine.api.IdleStrategy;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.LengthPrefix;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.api.SystemCallException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/** Options, which are used for what they are about. */
final class OptionRecipes {

  private final RunningEngine running;
  private final IoServer threads;
  private final Listener listener;

  OptionRecipes(RunningEngine running) {
    this.running = running;
    threads = running.threads;
    listener = running.listener;
  }

  void addPortOptions(RecipeBook all) throws Exception {
    Duration none = Duration.ZERO;
    all.add(
        "PortOptions.closeTimeout(Duration)",
        Recipe.of(PortOptions.defaults(), none).then(this::connects));
    all.add(
        "PortOptions.connectTimeout(Duration)",
        Recipe.of(PortOptions.defaults(), none).then(this::connects));
    all.add(
        "PortOptions.readIdle(Duration)",
        Recipe.of(PortOptions.defaults(), none).then(this::connects));
    all.add(
        "PortOptions.writeIdle(Duration)",
        Recipe.of(PortOptions.defaults(), none).then(this::connects));
    all.add(
        "IdleException.new(Direction, Duration)", Recipe.of(null, Idle.Direction.READING, none));
    all.add("PortOptions.credit(int)", Recipe.of(PortOptions.defaults(), 0).then(this::connects));
    all.add(
        "PortOptions.inboxLimit(int)", Recipe.of(PortOptions.defaults(), 1).then(this::connects));
    all.add(
        "PortOptions.inboxBytes(long)", Recipe.of(PortOptions.defaults(), 1L).then(this::connects));
    all.add(
        "PortOptions.highWatermark(int)",
        Recipe.of(PortOptions.defaults(), 1).then(this::connects));
    all.add(
        "PortOptions.watermarks(int, int)",
        Recipe.of(PortOptions.defaults(), 1, 2).then(this::connects));
    all.add(
        "ListenOptions.backlog(int)", Recipe.of(ListenOptions.defaults(), 1).then(this::listens));
  }

  void addServerOptions(RecipeBook all) throws Exception {
    Duration none = Duration.ZERO;
    IoServerOptions servers = IoServerOptions.defaults().engine("nio");
    all.add("IoServerOptions.loops(int)", Recipe.of(servers, 1).then(this::opens));
    all.add("IoServerOptions.closeTimeout(Duration)", Recipe.of(servers, none).then(this::opens));
    all.add("IoServerOptions.inboxBytes(long)", Recipe.of(servers, 1L).then(this::opens));
    all.add("IoServerOptions.maxEvents(int)", Recipe.of(servers, 1).then(this::opens));
    all.add("IoServerOptions.maxRegistrations(int)", Recipe.of(servers, 1).then(this::opens));
    all.add("IoServerOptions.busyPoll(Duration)", Recipe.of(servers, none).then(this::opens));
    SelectorOptions selectors = SelectorOptions.defaults().engine("nio");
    all.add("SelectorOptions.maxEvents(int)", Recipe.of(selectors, 1).then(this::opens));
    all.add("SelectorOptions.maxRegistrations(int)", Recipe.of(selectors, 1).then(this::opens));
    all.add("SelectorOptions.busyPoll(Duration)", Recipe.of(selectors, none).then(this::opens));
    all.add("IdleStrategy.spin(Duration)", Recipe.of(null, none).then(this::idles));
    all.add("IdleStrategy.adaptive(Duration)", Recipe.of(null, none).then(this::idles));
  }

  void addSocketOptions(RecipeBook all) throws Exception {
    SocketOptions two =
        SocketOptions.none()
            .with(StandardSocketOptions.SO_RCVBUF, 4096)
            .with(StandardSocketOptions.TCP_NODELAY, true);
    all.add("SocketOptions.option(int)", Recipe.of(two, 0));
    all.add("SocketOptions.valueAt(int)", Recipe.of(two, 0));
  }

  void addFramings(RecipeBook all) throws Exception {
    all.add("Framing.lengthPrefix(int, int)", Recipe.of(null, 4, 1).then(this::frames));
    all.add(
        "LengthPrefix.new(int, int, ByteOrder, int, int, boolean)",
        Recipe.of(null, 4, 1, ByteOrder.LITTLE_ENDIAN, 0, 0, false).then(this::frames));
    LengthPrefix prefix = Framing.lengthPrefix(4, 1_000);
    all.add("LengthPrefix.withAdjustment(int)", Recipe.of(prefix, 0).then(this::framed));
    all.add(
        "LengthPrefix.withOffset(int)",
        Recipe.of(Framing.lengthPrefix(4, 100_000), 0).then(this::framed));
    all.add("Framing.varintPrefix(int)", Recipe.of(null, 1).then(this::framed));
    all.add("Framing.fixedLength(int)", Recipe.of(null, 1).then(this::framed));
    all.add("Framing.lines(int)", Recipe.of(null, 1).then(this::framed));
    all.add("Framing.delimiter(int, byte[])", Recipe.of(null, 1, new byte[1]).then(this::framed));
    all.add("Framing.fix(String, int)", Recipe.of(null, "FIX.4.4", 1).then(this::framed));
  }

  private void connects(Object options, Object[] arguments) throws Exception {
    Duration patience = ((PortOptions) options).connectTimeout();
    if (!patience.isZero() && Durations.nanos(patience) < Trial.LONG_NANOS) {
      timesOut((PortOptions) options);
      return;
    }
    Port made = running.connected((PortOptions) options);
    Port other = running.accepted();
    assertTrue(made.trySend(ByteBuffer.allocate(1)), "takes a message");
    Data data = other.read(1, Duration.ofSeconds(30));
    assertNotNull(data);
    data.release();
    made.close();
    other.close();
    assertInstanceOf(Closed.class, last(made));
    assertInstanceOf(Closed.class, last(other));
  }

  /** In so short a time it connects or not, and says so. */
  private void timesOut(PortOptions options) throws Exception {
    try (Listener own =
        threads.listen(
            listener.localAddress() instanceof InetSocketAddress some
                ? new InetSocketAddress(some.getAddress(), 0)
                : listener.localAddress())) {
      Port made = threads.connect(own.localAddress(), options);
      Message message = made.receive(Duration.ofSeconds(30));
      assertTrue(message instanceof Connected || message instanceof Failed, "" + message);
      made.abort();
    }
  }

  private static Message last(Port port) throws Exception {
    Message message = null;
    while (!port.isDone()) {
      message = port.receive(Duration.ofSeconds(30));
      assertNotNull(message, "closes");
    }
    return message;
  }

  private void listens(Object options, Object[] arguments) throws Exception {
    Listener made =
        threads.listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), (ListenOptions) options);
    made.close();
  }

  private void opens(Object options, Object[] arguments) throws Exception {
    if (options instanceof SelectorOptions some) {
      try (IoSelector opened = IoSelector.open(some)) {
        assertEquals(0, opened.registrations());
      }
      return;
    }
    IoServerOptions some = (IoServerOptions) options;
    if (some.busyPoll().isZero()) {
      try (IoServer opened = IoServer.open(some)) {
        opened.timer(Duration.ofDays(1));
      }
    }
  }

  private void idles(Object strategy, Object[] arguments) throws Exception {
    IoServerOptions options =
        IoServerOptions.defaults().engine("nio").idle((IdleStrategy) strategy);
    // Its loop is the test thread's, and must not be the one that the thread's waits run after.
    Thread runner =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (IoServer opened = IoServer.open(options.callerRuns())) {
                    opened.poll((_, _) -> {}, 1, Duration.ofMillis(1));
                  } catch (SystemCallException | InterruptedException e) {
                    throw new AssertionError(e);
                  }
                });
    runner.join(30_000);
    assertFalse(runner.isAlive(), () -> "a wait of 1 ms does not end with " + strategy);
  }

  /** A frame as long as allowed can be announced, and costs nothing until it comes. */
  private void frames(Object framing, Object[] arguments) throws Exception {
    LengthPrefix cut = (LengthPrefix) framing;
    if (cut.adjustment() != 0) {
      framed(framing, arguments);
      return;
    }
    PortOptions options = PortOptions.defaults().framing(cut);
    Port made = running.connected(options);
    Port raw = running.accepted();
    made.active(1);
    if (cut.prefixBytes() == 4) {
      raw.trySend(ByteBuffer.allocate(4).order(cut.order()).putInt(cut.maxLength()).flip());
      raw.trySend(ByteBuffer.allocate(1));
    }
    if (cut.prefixBytes() == 4 && cut.maxLength() == 1) {
      Message message = made.receive(Duration.ofSeconds(30));
      assertInstanceOf(Data.class, message).release();
    } else {
      assertNull(made.receive(Duration.ofMillis(2)));
    }
    made.abort();
    raw.abort();
  }

  /** One byte does not bring it down, and takes no more memory than a byte. */
  private void framed(Object framing, Object[] arguments) throws Exception {
    Port made = running.connected(PortOptions.defaults().framing((Framing) framing));
    Port raw = running.accepted();
    made.active(1);
    raw.trySend(ByteBuffer.allocate(1));
    made.abort();
    raw.abort();
  }
}
