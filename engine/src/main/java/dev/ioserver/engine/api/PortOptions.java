package dev.ioserver.engine.api;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a port behaves: framing, credit, watermarks, time-outs, and what the kernel is told of its
 * socket. Immutable; each method that takes a value gives a changed copy.
 *
 * {@snippet file="dev/ioserver/engine/snippets/OptionsSnippetTest.java" region="port"}
 *
 * <p>Thread-safety: immutable.
 */
public final class PortOptions {

  /** A credit without limit. */
  public static final int UNLIMITED = -1;

  /** The longest that {@link Port#read(int, java.time.Duration)} can ask for, in bytes. */
  public static final int MAX_PASSIVE_LENGTH = 64 << 20;

  /** The least patience with a port that is idle. */
  private static final Duration LEAST_IDLE = Duration.ofMillis(1);

  private static final Duration MOST_IDLE = Duration.ofDays(365);

  private static final PortOptions DEFAULTS = new PortOptions(new Parts());

  private final Parts parts;

  /** The parts; changed by nobody once they are in an object of the outer class. */
  private static final class Parts implements Cloneable {
    private Framing framing = Framing.raw();
    private @Nullable Layer layer;
    private int credit;
    private int lowWatermark = 32 << 10;
    private int highWatermark = 64 << 10;
    private int inboxLimit = 1024;
    private long inboxBytes = 1 << 20;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration closeTimeout = Duration.ofSeconds(5);
    private Duration readIdle = Duration.ZERO;
    private Duration writeIdle = Duration.ZERO;
    private boolean closeIdle;
    private @Nullable SocketAddress localAddress;
    private SocketOptions options =
        SocketOptions.none().with(StandardSocketOptions.TCP_NODELAY, true);

    /** Those of {@link #options} that somebody has named. */
    private SocketOptions named = SocketOptions.none();

    private Parts copy() {
      try {
        return (Parts) clone();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError("it is cloneable", e);
      }
    }
  }

  private PortOptions(Parts parts) {
    this.parts = parts;
  }

  /** {@return the defaults named at each part, and TCP_NODELAY on} */
  public static PortOptions defaults() {
    return DEFAULTS;
  }

  /** {@return how the stream is cut into messages; raw by default} */
  public Framing framing() {
    return parts.framing;
  }

  /**
   * {@return a copy with another framing}
   *
   * @param value the new one
   */
  public PortOptions framing(Framing value) {
    Parts changed = parts.copy();
    changed.framing = Objects.requireNonNull(value, "value");
    return new PortOptions(changed);
  }

  /** {@return what lies between the port and its socket; null (default) for nothing} */
  public @Nullable Layer layer() {
    return parts.layer;
  }

  /**
   * {@return a copy with something between the port and its socket, such as {@code Tls} of the
   * module {@code ioserver-tls}} The port looks as it does without: credit, framing, watermarks and
   * closing are about the bytes that the program sends and receives. {@link Handshaken} says that
   * both ends have agreed.
   *
   * @param value the new one; null for nothing
   */
  public PortOptions layer(@Nullable Layer value) {
    Parts changed = parts.copy();
    changed.layer = value;
    return new PortOptions(changed);
  }

  /**
   * {@return the credit that a new port has: 0 (default) starts passive, {@link #UNLIMITED} active
   * without counting}
   */
  public int credit() {
    return parts.credit;
  }

  /**
   * {@return a copy with another initial credit}
   *
   * @param messages 0 or more, or {@link #UNLIMITED}
   */
  public PortOptions credit(int messages) {
    require(messages >= UNLIMITED, "credit", messages, "0 or more, or UNLIMITED");
    Parts changed = parts.copy();
    changed.credit = messages;
    return new PortOptions(changed);
  }

  /** {@return bytes waiting at or below which sending is welcome again; 32,768 by default} */
  public int lowWatermark() {
    return parts.lowWatermark;
  }

  /** {@return bytes waiting to be written from which on sending is refused; 65,536 by default} */
  public int highWatermark() {
    return parts.highWatermark;
  }

  /**
   * {@return a copy with other watermarks}
   *
   * @param low bytes, 0 or more
   * @param high bytes, more than {@code low}
   */
  public PortOptions watermarks(int low, int high) {
    require(low >= 0, "lowWatermark", low, "0 or more");
    require(high > low, "highWatermark", high, "more than lowWatermark, which is " + low);
    Parts changed = parts.copy();
    changed.lowWatermark = low;
    changed.highWatermark = high;
    return new PortOptions(changed);
  }

  /**
   * {@return a copy with another high watermark, and half of it as the low one}
   *
   * @param bytes 1 or more
   */
  public PortOptions highWatermark(int bytes) {
    return watermarks(Math.max(0, bytes / 2), bytes);
  }

  /**
   * With unlimited credit, messages waiting to be received from which on reading stops; 1,024 by
   * default.
   *
   * @return how many messages
   */
  public int inboxLimit() {
    return parts.inboxLimit;
  }

  /**
   * {@return a copy with another inbox limit}
   *
   * @param messages 1 or more
   */
  public PortOptions inboxLimit(int messages) {
    require(messages >= 1, "inboxLimit", messages, "1 or more");
    Parts changed = parts.copy();
    changed.inboxLimit = messages;
    return new PortOptions(changed);
  }

  /**
   * {@return bytes waiting to be received from which on reading stops, whatever credit there is;
   * 1,048,576 by default}
   */
  public long inboxBytes() {
    return parts.inboxBytes;
  }

  /**
   * {@return a copy with another limit of what waits to be received} Credit bounds messages, and
   * this bounds their memory: beyond it reading stops, and goes on by itself when the receiver has
   * taken half of it. Nothing is lost; the peer is slowed down by TCP.
   *
   * <p>A message waits until it is received. What the receiver does with it after that, and when it
   * releases it, is the receiver's: a limit on what it holds could wait for a receiver that waits
   * for the next message. A message counts with its length, at least 1,024 bytes, which is the
   * least that it keeps in memory; one that was assembled counts with all the memory it has. A
   * message longer than the limit is delivered when no other waits. Passive reads do not wait, and
   * are not counted.
   *
   * <p>Beside that a port keeps what it has read beyond its credit, at most 65,536 bytes, and the
   * part of a frame that has come, at most {@link Framing#maxLength()}. All ports of a loop
   * together have a limit too: see {@link IoServerOptions#inboxBytes(long)}.
   *
   * @param bytes 1 or more
   */
  public PortOptions inboxBytes(long bytes) {
    require(bytes >= 1, "inboxBytes", bytes, "1 or more");
    Parts changed = parts.copy();
    changed.inboxBytes = bytes;
    return new PortOptions(changed);
  }

  /**
   * {@return the time until an attempt to connect fails; 0 leaves it to the system; 10 s by
   * default}
   */
  public Duration connectTimeout() {
    return parts.connectTimeout;
  }

  /**
   * {@return a copy with another connect time-out}
   *
   * @param time 0 or more; 0 leaves it to the system
   */
  public PortOptions connectTimeout(Duration time) {
    requirePositive("connectTimeout", time);
    Parts changed = parts.copy();
    changed.connectTimeout = time;
    return new PortOptions(changed);
  }

  /**
   * {@return the time that an orderly close may take: for writing what was sent, and then for
   * waiting until the peer closes its side as well ({@link Port#close()} says why)} After it, what
   * was not written is dropped, and the descriptor is closed. 0 waits for neither; 5 s by default.
   */
  public Duration closeTimeout() {
    return parts.closeTimeout;
  }

  /**
   * {@return a copy with another close time-out}
   *
   * @param time 0 or more; 0 drops at once what was not written
   */
  public PortOptions closeTimeout(Duration time) {
    requirePositive("closeTimeout", time);
    Parts changed = parts.copy();
    changed.closeTimeout = time;
    return new PortOptions(changed);
  }

  /** {@return after what time without a byte read a port is idle; 0 (default) is never} */
  public Duration readIdle() {
    return parts.readIdle;
  }

  /**
   * {@return a copy whose port is idle when nothing was read for that time} A message {@link Idle}
   * says so, or the port is closed: see {@link #closeIdle(boolean)}.
   *
   * <p>The time runs while the connection stands and the port takes what comes. A port that is
   * passive, or whose inbox is full, does not read, and is not idle for that; when it reads again,
   * the time begins anew. Nor is one whose peer has ended its side.
   *
   * @param time 0 (never), or 1 ms to 365 days
   */
  public PortOptions readIdle(Duration time) {
    requireIdle("readIdle", time);
    Parts changed = parts.copy();
    changed.readIdle = time;
    return new PortOptions(changed);
  }

  /** {@return after what time without a byte written a port is idle; 0 (default) is never} */
  public Duration writeIdle() {
    return parts.writeIdle;
  }

  /**
   * {@return a copy whose port is idle when the system took no bytes from it for that time} Either
   * nothing was sent, and it is time for a sign of life, or the peer does not read.
   *
   * @param time 0 (never), or 1 ms to 365 days
   */
  public PortOptions writeIdle(Duration time) {
    requireIdle("writeIdle", time);
    Parts changed = parts.copy();
    changed.writeIdle = time;
    return new PortOptions(changed);
  }

  /** {@return whether a port that is idle is closed; if not (default), {@link Idle} tells} */
  public boolean closeIdle() {
    return parts.closeIdle;
  }

  /**
   * {@return a copy whose port is closed when it is idle} {@link Failed} says why, with an {@link
   * IdleException}; then the port closes as by {@link Port#close()}.
   *
   * @param value whether
   */
  public PortOptions closeIdle(boolean value) {
    Parts changed = parts.copy();
    changed.closeIdle = value;
    return new PortOptions(changed);
  }

  /** {@return the address that a port connects from; null (default) leaves it to the system} */
  public @Nullable SocketAddress localAddress() {
    return parts.localAddress;
  }

  /**
   * {@return a copy that connects from this address} It has no effect on accepted ports.
   *
   * @param local of this host; port 0 lets the system choose the port; null leaves both to it
   * @throws IllegalArgumentException if the address is not resolved
   */
  public PortOptions localAddress(@Nullable SocketAddress local) {
    if (local instanceof InetSocketAddress inet && inet.isUnresolved()) {
      throw new IllegalArgumentException(
          "localAddress is " + local + "; it must be resolved, an address of this host");
    }
    Parts changed = parts.copy();
    changed.localAddress = local;
    return new PortOptions(changed);
  }

  /** {@return what the kernel is told of the socket} */
  public SocketOptions options() {
    return parts.options;
  }

  /**
   * {@return what the kernel is told of a socket with that address} A Unix socket has no TCP, and
   * is told only what somebody has named, not the default TCP_NODELAY.
   *
   * @param address the one that the socket listens on or connects to
   */
  public SocketOptions optionsFor(SocketAddress address) {
    return address instanceof InetSocketAddress ? parts.options : parts.named;
  }

  /**
   * {@return a copy with a socket option: of {@link StandardSocketOptions}, of {@code
   * jdk.net.ExtendedSocketOptions}, or of {@link IoSocketOptions}} SO_LINGER above 0 makes the
   * system's close wait so many seconds, and the whole loop with it.
   *
   * @param <T> the type of the option's value
   * @param option which one
   * @param value the new one
   * @throws IllegalArgumentException if the value is not one that the option can have
   */
  public <T> PortOptions option(SocketOption<T> option, T value) {
    Parts changed = parts.copy();
    changed.options = changed.options.with(option, value);
    changed.named = changed.named.with(option, value);
    return new PortOptions(changed);
  }

  private static void requireIdle(String name, Duration time) {
    if (!time.isZero() && (time.compareTo(LEAST_IDLE) < 0 || time.compareTo(MOST_IDLE) > 0)) {
      throw new IllegalArgumentException(
          name + " is " + time + "; it must be 0 (never), or 1 ms to 365 days");
    }
  }

  private static void requirePositive(String name, Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(name + " is " + time + "; it must be 0 or more");
    }
  }

  private static void require(boolean holds, String name, long value, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be " + rule);
    }
  }
}
