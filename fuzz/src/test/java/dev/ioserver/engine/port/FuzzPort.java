package dev.ioserver.engine.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.CreditUsed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.FrameTooLongException;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.MalformedFrameException;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.ProxyHeader;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.memory.ChunkPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A port that receives given bytes in given pieces, and whoever reads it, in one of several ways.
 * Whatever the bytes are: the port fails once at most, for one of two reasons, tells nothing behind
 * that, keeps less than its framing allows, goes on reading, and leaves no memory behind.
 */
public final class FuzzPort {

  /** How it is read. */
  public enum Reading {
    /** All that comes. */
    UNLIMITED,
    /** One message at a time. */
    SINGLE,
    /** Three at a time. */
    THREE,
    /** By passive receives. */
    PASSIVE,
    /** By passive receives, each of which is once taken back before. */
    WITHDRAWN
  }

  /** What came of the bytes. */
  public static final class Outcome {
    final List<ByteBuffer> messages = new ArrayList<>();
    @Nullable Class<?> failure;
    @Nullable ProxyHeader header;

    /** All messages, one behind the other. */
    byte[] joined() {
      ByteBuffer all = ByteBuffer.allocate(messages.stream().mapToInt(ByteBuffer::remaining).sum());
      messages.forEach(message -> all.put(message.duplicate()));
      return all.array();
    }
  }

  private static @Nullable FakeEngine opened;

  private final FakeEngine engine;
  private final TcpPort port;
  private final Framing first;
  private final Framing second;
  private final boolean proxied;
  private final Reading reading;
  private final Outcome outcome = new Outcome();

  /** Who looks at each message, before it is released. */
  private final Consumer<Data> watcher;

  private boolean asked;
  private boolean withdrawn;
  private boolean active;

  private FuzzPort(
      Framing first, Framing second, boolean proxied, Reading reading, Consumer<Data> watcher) {
    this.engine = engine();
    this.first = first;
    this.second = second;
    this.proxied = proxied;
    this.reading = reading;
    this.watcher = watcher;
    PortOptions options = PortOptions.defaults().framing(first).highWatermark(Integer.MAX_VALUE);
    this.port = proxied ? engine.proxied(options) : engine.port(options);
    assertInstanceOf(Connected.class, port.poll());
  }

  private static FakeEngine engine() {
    FakeEngine engine = opened;
    if (engine == null) {
      try {
        // The check for leaks of messages takes two thirds of the time; those of memory are seen.
        engine = new FakeEngine(IoServerOptions.defaults());
      } catch (SystemCallException e) {
        throw new IllegalStateException(e);
      }
      // Memory is for what has come, which is little, and not for what was announced.
      engine.memory(bytes -> bytes <= 2 * ChunkPool.LARGEST);
      opened = engine;
    }
    return engine;
  }

  /** The messages that bytes are cut into, where they come in these pieces, again and again. */
  public static Outcome cut(Framing framing, byte[] wire, Reading reading, int... pieces) {
    return cut(framing, framing, wire, reading, pieces);
  }

  /** As above, and what is behind the first message is cut by another framing. */
  static Outcome cut(Framing first, Framing second, byte[] wire, Reading reading, int... pieces) {
    FuzzPort port = new FuzzPort(first, second, false, reading, _ -> {});
    return port.run(wire, pieces);
  }

  /** As above, from a proxy that is believed. */
  static Outcome proxied(Framing framing, byte[] wire, Reading reading, int... pieces) {
    return new FuzzPort(framing, framing, true, reading, _ -> {}).run(wire, pieces);
  }

  /** As above, and shows each message. */
  public static void watch(Framing framing, byte[] wire, Consumer<Data> watcher, int... pieces) {
    new FuzzPort(framing, framing, false, Reading.SINGLE, watcher).run(wire, pieces);
  }

  /** The bytes on the wire of messages. */
  static byte[] sent(Framing framing, List<ByteBuffer> messages) {
    FuzzPort sender = new FuzzPort(framing, framing, false, Reading.UNLIMITED, _ -> {});
    FakeEngine.FakeEndpoint end = sender.engine.endpoint();
    for (ByteBuffer message : messages) {
      assertTrue(sender.port.trySend(message.duplicate()));
    }
    sender.engine.run();
    end.write();
    sender.close();
    return end.written.toByteArray();
  }

  private Outcome run(byte[] wire, int... pieces) {
    FakeEngine.FakeEndpoint end = engine.endpoint();
    int at = 0;
    int piece = 0;
    long kept = 0;
    for (int idle = 0; idle < 3; idle++) {
      int before = outcome.messages.size();
      int from = at;
      want();
      take();
      while (end.receiving && at < wire.length && outcome.failure == null) {
        int to = Math.min(wire.length, at + pieces[piece]);
        piece = (piece + 1) % pieces.length;
        int had = outcome.messages.size();
        end.arrive(wire, at, to);
        kept += to - at;
        at = to;
        take();
        kept = outcome.messages.size() == had && outcome.header == null ? kept : 0;
        outcome.header = port.proxyHeader();
        checkKept(kept);
      }
      if (outcome.messages.size() > before || at > from) {
        idle = -1;
      }
    }
    take();
    outcome.header = port.proxyHeader();
    assertTrue(outcome.failure != null || at == wire.length, () -> "stuck, " + port);
    close();
    return outcome;
  }

  /** Since the last message, so many bytes have come. */
  private void checkKept(long kept) {
    // What is read at the port's own wish has no limit; nor has what another framing left behind.
    Framing now = proxied && outcome.header == null ? ProxyFraming.INSTANCE : first;
    if (outcome.failure == null && first == second && !now.isRaw()) {
      long most = (long) now.maxLength() + now.maxOverhead();
      assertTrue(kept < most, () -> kept + " are kept, fewer than " + most + " may be");
    }
    // What is put together, and what a read has brought.
    assertTrue(engine.loop.pool().outstanding() <= 2, "chunks of a port that was read empty");
  }

  /** Makes the port read on. */
  private void want() {
    if (port.isEnded() || outcome.failure != null) {
      return;
    }
    switch (reading) {
      case UNLIMITED -> credit(PortOptions.UNLIMITED);
      case SINGLE -> credit(1);
      case THREE -> credit(3);
      case PASSIVE -> ask();
      case WITHDRAWN -> {
        ask();
        if (!withdrawn && port.passive().pending().withdraw()) {
          withdrawn = true;
          asked = false;
          port.connection().ask(Connection.RECEIVE);
          engine.run();
          ask();
        }
      }
    }
  }

  private void credit(int messages) {
    if (!active) {
      active = true;
      if (messages == PortOptions.UNLIMITED) {
        port.activeUnlimited();
      } else {
        port.active(messages);
      }
    }
    engine.run();
  }

  private void ask() {
    if (!asked) {
      asked = true;
      port.passive().pending().ask(0, false);
      port.connection().ask(Connection.RECEIVE);
    }
    engine.run();
  }

  private void take() {
    if (asked && port.passive().pending().isDecided()) {
      asked = false;
      withdrawn = false;
      Data data = port.passive().pending().take();
      if (data != null) {
        message(data);
      }
    }
    for (Message message = port.poll(); message != null; message = port.poll()) {
      switch (message) {
        case Data data -> message(data);
        case CreditUsed _ -> active = false;
        case Failed failed -> fail(failed.cause());
        case Closed _ -> assertNotNull(outcome.failure, "closed without a cause");
        default -> throw new AssertionError("untimely: " + message);
      }
    }
  }

  private void message(Data data) {
    try {
      assertNull(outcome.failure, "something behind the failure");
      byte[] bytes = new byte[data.length()];
      data.bytes().get(bytes);
      assertTrue(bytes.length <= port.framing().maxLength(), "longer than its framing allows");
      outcome.messages.add(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
      watcher.accept(data);
    } finally {
      data.release();
    }
    if (outcome.messages.size() == 1 && second != first) {
      port.framing(second);
    }
  }

  private void fail(IOException cause) {
    assertNull(outcome.failure, "a second failure");
    assertTrue(
        cause instanceof MalformedFrameException || cause instanceof FrameTooLongException,
        cause.toString());
    assertTrue(
        cause.getCause() == null && !String.valueOf(cause.getMessage()).startsWith("the framing "),
        () -> "a fault of the framing itself: " + cause);
    outcome.failure = cause.getClass();
  }

  private void close() {
    port.abort();
    engine.run();
    for (Message message = port.poll(); message != null; message = port.poll()) {
      assertTrue(!(message instanceof Data), "data behind the end");
    }
    assertEquals(0, engine.loop.pool().outstanding(), "chunks are left");
  }
}
