package dev.ioserver.engine.api;

import java.time.Duration;

/**
 * How a port behaves: framing, credit, watermarks, socket options. Immutable; each method gives a
 * changed copy.
 *
 * @param framing how the stream is cut into messages; raw by default
 * @param initialCredit the credit a new port has: 0 (default) starts passive, {@link #UNLIMITED}
 *     active without counting
 * @param highWatermark bytes waiting to be written from which on sending is refused; 65,536 by
 *     default
 * @param lowWatermark bytes waiting at or below which sending is welcome again; 32,768 by default
 * @param inboxLimit with unlimited credit, messages waiting to be received from which on reading
 *     stops; 1,024 by default
 * @param connectTimeoutNanos nanoseconds until an attempt to connect fails; 0 leaves it to the
 *     system; 10 s by default
 * @param closeTimeoutNanos nanoseconds that an orderly close may spend writing what was sent; then
 *     the rest is dropped; 0 drops it at once; 5 s by default
 * @param noDelay TCP_NODELAY, on by default
 * @param keepAlive SO_KEEPALIVE, off by default
 * @param sendBufferBytes SO_SNDBUF; 0 (default) leaves the system's choice
 * @param receiveBufferBytes SO_RCVBUF; 0 (default) leaves the system's choice
 * @param lingerSeconds SO_LINGER; -1 (default) is off; 0 resets the connection on close; above 0
 *     the system makes close wait so many seconds, and the whole loop with it
 */
public record PortOptions(
    Framing framing,
    int initialCredit,
    int highWatermark,
    int lowWatermark,
    int inboxLimit,
    long connectTimeoutNanos,
    long closeTimeoutNanos,
    boolean noDelay,
    boolean keepAlive,
    int sendBufferBytes,
    int receiveBufferBytes,
    int lingerSeconds) {

  /** An initial credit without limit. */
  public static final int UNLIMITED = -1;

  /** The longest that {@link Port#receive(int, long)} can ask for, in bytes. */
  public static final int MAX_PASSIVE_LENGTH = 64 << 20;

  private static final PortOptions DEFAULTS =
      new PortOptions(
          Framing.raw(),
          0,
          64 << 10,
          32 << 10,
          1024,
          Duration.ofSeconds(10).toNanos(),
          Duration.ofSeconds(5).toNanos(),
          true,
          false,
          0,
          0,
          -1);

  /** Checks the parts. */
  public PortOptions {
    require(initialCredit >= UNLIMITED, "initialCredit", initialCredit, "0 or more, or UNLIMITED");
    require(lowWatermark >= 0, "lowWatermark", lowWatermark, "0 or more");
    require(highWatermark > lowWatermark, "highWatermark", highWatermark, "more than lowWatermark");
    require(inboxLimit >= 1, "inboxLimit", inboxLimit, "1 or more");
    require(connectTimeoutNanos >= 0, "connectTimeoutNanos", connectTimeoutNanos, "0 or more");
    require(closeTimeoutNanos >= 0, "closeTimeoutNanos", closeTimeoutNanos, "0 or more");
    require(sendBufferBytes >= 0, "sendBufferBytes", sendBufferBytes, "0 or more");
    require(receiveBufferBytes >= 0, "receiveBufferBytes", receiveBufferBytes, "0 or more");
    require(lingerSeconds >= -1, "lingerSeconds", lingerSeconds, "-1 or more");
  }

  /** The defaults named at each part. */
  public static PortOptions defaults() {
    return DEFAULTS;
  }

  /** A copy with another framing. */
  public PortOptions framing(Framing value) {
    return copy(c -> c.framing = value);
  }

  /** A copy with another initial credit; {@link #UNLIMITED} does not count. */
  public PortOptions active(int credit) {
    return copy(c -> c.initialCredit = credit);
  }

  /** A copy with other watermarks, in bytes. */
  public PortOptions watermarks(int low, int high) {
    return copy(
        c -> {
          c.lowWatermark = low;
          c.highWatermark = high;
        });
  }

  /** A copy with another high watermark, in bytes, and half of it as the low one. */
  public PortOptions highWatermark(int bytes) {
    return watermarks(bytes / 2, bytes);
  }

  /** A copy with another inbox limit, in messages. */
  public PortOptions inboxLimit(int messages) {
    return copy(c -> c.inboxLimit = messages);
  }

  /** A copy with another connect time-out, in nanoseconds; 0 leaves it to the system. */
  public PortOptions connectTimeoutNanos(long nanos) {
    return copy(c -> c.connectTimeoutNanos = nanos);
  }

  /** A copy with another close time-out, in nanoseconds; 0 drops at once what was not written. */
  public PortOptions closeTimeoutNanos(long nanos) {
    return copy(c -> c.closeTimeoutNanos = nanos);
  }

  /** A copy with TCP_NODELAY on or off. */
  public PortOptions noDelay(boolean on) {
    return copy(c -> c.noDelay = on);
  }

  /** A copy with SO_KEEPALIVE on or off. */
  public PortOptions keepAlive(boolean on) {
    return copy(c -> c.keepAlive = on);
  }

  /** A copy with another SO_SNDBUF, in bytes; 0 leaves the system's choice. */
  public PortOptions sendBufferBytes(int bytes) {
    return copy(c -> c.sendBufferBytes = bytes);
  }

  /** A copy with another SO_RCVBUF, in bytes; 0 leaves the system's choice. */
  public PortOptions receiveBufferBytes(int bytes) {
    return copy(c -> c.receiveBufferBytes = bytes);
  }

  /** A copy with another SO_LINGER, in seconds; -1 is off. */
  public PortOptions lingerSeconds(int seconds) {
    return copy(c -> c.lingerSeconds = seconds);
  }

  private PortOptions copy(java.util.function.Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.build();
  }

  private static void require(boolean holds, String name, long value, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be " + rule);
    }
  }

  /** The parts while they are changed: a record has no way to change one of many. */
  private static final class Draft {
    private Framing framing;
    private int initialCredit;
    private int highWatermark;
    private int lowWatermark;
    private int inboxLimit;
    private long connectTimeoutNanos;
    private long closeTimeoutNanos;
    private boolean noDelay;
    private boolean keepAlive;
    private int sendBufferBytes;
    private int receiveBufferBytes;
    private int lingerSeconds;

    Draft(PortOptions from) {
      framing = from.framing;
      initialCredit = from.initialCredit;
      highWatermark = from.highWatermark;
      lowWatermark = from.lowWatermark;
      inboxLimit = from.inboxLimit;
      connectTimeoutNanos = from.connectTimeoutNanos;
      closeTimeoutNanos = from.closeTimeoutNanos;
      noDelay = from.noDelay;
      keepAlive = from.keepAlive;
      sendBufferBytes = from.sendBufferBytes;
      receiveBufferBytes = from.receiveBufferBytes;
      lingerSeconds = from.lingerSeconds;
    }

    PortOptions build() {
      return new PortOptions(
          framing,
          initialCredit,
          highWatermark,
          lowWatermark,
          inboxLimit,
          connectTimeoutNanos,
          closeTimeoutNanos,
          noDelay,
          keepAlive,
          sendBufferBytes,
          receiveBufferBytes,
          lingerSeconds);
    }
  }
}
