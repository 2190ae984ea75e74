package dev.ioserver.engine.api;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a datagram port behaves: peer, credit, watermarks, what is told with each datagram, and what
 * the kernel is told of its socket. Immutable; each method that takes a value gives a changed copy.
 *
 * {@snippet file="dev/ioserver/engine/snippets/DatagramSnippetTest.java" region="options"}
 *
 * <p>Thread-safety: immutable.
 */
public final class DatagramOptions {

  /** A credit without limit. */
  public static final int UNLIMITED = -1;

  /** Whether something is to be told with each datagram. */
  public enum Telling {
    /** No. */
    OFF,
    /** Yes; an engine that cannot do it refuses the port. */
    ON,
    /** Where it can be had and costs nothing. */
    AUTOMATIC
  }

  /** When datagrams have arrived: who tells that, and whether. */
  public enum Stamps {
    /** Nobody: {@link ReceivedDatagram#receivedNanos()} is 0. */
    OFF,
    /** The kernel; an engine that cannot do it refuses the port. */
    KERNEL,
    /**
     * The network device where it can, else the kernel; {@link ReceivedDatagram#clock()} says it.
     */
    DEVICE
  }

  private static final DatagramOptions DEFAULTS = new DatagramOptions(new Parts());

  private final Parts parts;

  /** The parts; changed by nobody once they are in an object of the outer class. */
  private static final class Parts implements Cloneable {
    private @Nullable SocketAddress remote;
    private int credit;
    private int lowWatermark = 128 << 10;
    private int highWatermark = 256 << 10;
    private int inboxLimit = 1024;
    private long inboxBytes = 4 << 20;
    private int maxDatagram = 2048;
    private Stamps stamps = Stamps.OFF;
    private Telling dropCounts = Telling.AUTOMATIC;
    private boolean localAddresses;
    private Segments receiveSegments = Segments.AUTOMATIC;
    private Segments sendSegments = Segments.AUTOMATIC;
    private boolean removeLeftOverFile;
    private Duration closeTimeout = Duration.ofSeconds(5);
    private SocketOptions options = SocketOptions.none();

    private Parts copy() {
      try {
        return (Parts) clone();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError("it is cloneable", e);
      }
    }
  }

  private DatagramOptions(Parts parts) {
    this.parts = parts;
  }

  /** {@return the defaults named at each part} */
  public static DatagramOptions defaults() {
    return DEFAULTS;
  }

  /** {@return whom the port is connected to; null (default) if it is not} */
  public @Nullable SocketAddress remote() {
    return parts.remote;
  }

  /**
   * {@return a copy for a port that is connected: it sends to this peer alone, receives from it
   * alone, and hears of ICMP errors}
   *
   * @param peer resolved; null for a port that is not connected
   * @throws IllegalArgumentException if the address is not resolved, or has an empty path
   */
  public DatagramOptions remote(@Nullable SocketAddress peer) {
    if (peer instanceof InetSocketAddress inet && inet.isUnresolved()) {
      throw new IllegalArgumentException("remote is " + peer + "; it must be resolved");
    }
    if (peer instanceof UnixDomainSocketAddress unix && unix.getPath().toString().isEmpty()) {
      throw new IllegalArgumentException("remote has no path; name the file of the receiver");
    }
    Parts changed = parts.copy();
    changed.remote = peer;
    return new DatagramOptions(changed);
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
   * @param datagrams 0 or more, or {@link #UNLIMITED}
   */
  public DatagramOptions credit(int datagrams) {
    require(datagrams >= UNLIMITED, "credit", datagrams, "0 or more, or UNLIMITED");
    Parts changed = parts.copy();
    changed.credit = datagrams;
    return new DatagramOptions(changed);
  }

  /** {@return bytes waiting at or below which sending is welcome again; 131,072 by default} */
  public int lowWatermark() {
    return parts.lowWatermark;
  }

  /** {@return bytes waiting to be sent from which on sending is refused; 262,144 by default} */
  public int highWatermark() {
    return parts.highWatermark;
  }

  /**
   * {@return a copy with other watermarks}
   *
   * @param low bytes, 0 or more
   * @param high bytes, more than {@code low}
   */
  public DatagramOptions watermarks(int low, int high) {
    require(low >= 0, "lowWatermark", low, "0 or more");
    require(high > low, "highWatermark", high, "more than lowWatermark, which is " + low);
    Parts changed = parts.copy();
    changed.lowWatermark = low;
    changed.highWatermark = high;
    return new DatagramOptions(changed);
  }

  /**
   * {@return with unlimited credit, messages waiting to be received from which on receiving stops;
   * 1,024 by default} Beyond as many, {@link Undelivered} is counted instead of told.
   */
  public int inboxLimit() {
    return parts.inboxLimit;
  }

  /**
   * {@return a copy with another inbox limit}
   *
   * @param messages 1 or more
   */
  public DatagramOptions inboxLimit(int messages) {
    require(messages >= 1, "inboxLimit", messages, "1 or more");
    Parts changed = parts.copy();
    changed.inboxLimit = messages;
    return new DatagramOptions(changed);
  }

  /**
   * {@return bytes waiting to be received from which on receiving stops, whatever credit there is;
   * 4,194,304 by default}
   */
  public long inboxBytes() {
    return parts.inboxBytes;
  }

  /**
   * {@return a copy with another limit of what waits to be received} A datagram counts with its
   * length, at least 1,024 bytes. All ports of a loop together have a limit too: see {@link
   * IoServerOptions#inboxBytes(long)}.
   *
   * @param bytes 1 or more
   */
  public DatagramOptions inboxBytes(long bytes) {
    require(bytes >= 1, "inboxBytes", bytes, "1 or more");
    Parts changed = parts.copy();
    changed.inboxBytes = bytes;
    return new DatagramOptions(changed);
  }

  /** {@return the room for each datagram, in bytes; 2,048 by default} */
  public int maxDatagram() {
    return parts.maxDatagram;
  }

  /**
   * {@return a copy with another room for each datagram} A longer one is cut, and says so: {@link
   * ReceivedDatagram#isCut()}. The more room, the fewer datagrams one call can bring: 64 up to
   * 16,384 bytes, 16 with 65,535.
   *
   * @param bytes 1 to 65,535
   */
  public DatagramOptions maxDatagram(int bytes) {
    require(
        bytes >= 1 && bytes <= DatagramPort.MAX_LENGTH, "maxDatagram", bytes, "from 1 to 65535");
    Parts changed = parts.copy();
    changed.maxDatagram = bytes;
    return new DatagramOptions(changed);
  }

  /** {@return who tells when a datagram arrived; nobody by default} */
  public Stamps stamps() {
    return parts.stamps;
  }

  /**
   * {@return a copy with other stamps}
   *
   * @param value the new one
   */
  public DatagramOptions stamps(Stamps value) {
    Parts changed = parts.copy();
    changed.stamps = Objects.requireNonNull(value, "value");
    return new DatagramOptions(changed);
  }

  /** {@return whether the kernel's drops are told; where it counts them, by default} */
  public Telling dropCounts() {
    return parts.dropCounts;
  }

  /**
   * {@return a copy that is told, or not, how many datagrams the kernel has dropped}
   *
   * @param value the new one
   */
  public DatagramOptions dropCounts(Telling value) {
    Parts changed = parts.copy();
    changed.dropCounts = Objects.requireNonNull(value, "value");
    return new DatagramOptions(changed);
  }

  /** {@return whether it is told which local address a datagram came to; off by default} */
  public boolean localAddresses() {
    return parts.localAddresses;
  }

  /**
   * {@return a copy that is told, or not, which local address, and interface, a datagram came to}
   * An engine that cannot do it refuses the port.
   *
   * @param on whether it is told
   */
  public DatagramOptions localAddresses(boolean on) {
    Parts changed = parts.copy();
    changed.localAddresses = on;
    return new DatagramOptions(changed);
  }

  /** {@return whether the kernel gives several datagrams of one source as one} */
  public Segments receiveSegments() {
    return parts.receiveSegments;
  }

  /**
   * {@return a copy whose kernel gives, or not, several datagrams of one source as one (UDP_GRO)}
   * The port cuts them, so that nobody sees it but for the processor time.
   *
   * <p>It takes 65,536 bytes of room for each of the 16 that one call brings. It pays for a stream
   * of datagrams of equal size from one source, and not for small ones of many. And Linux counts a
   * run that it drops as one drop, so that {@link ReceivedDatagram#drops()} says too little then.
   * So AUTOMATIC, the default, is for connected ports whose {@link #dropCounts(Telling)} are not
   * ON.
   *
   * @param value the new one
   */
  public DatagramOptions receiveSegments(Segments value) {
    Parts changed = parts.copy();
    changed.receiveSegments = Objects.requireNonNull(value, "value");
    return new DatagramOptions(changed);
  }

  /** {@return whether the kernel takes several datagrams to one destination as one} */
  public Segments sendSegments() {
    return parts.sendSegments;
  }

  /**
   * {@return a copy whose kernel takes, or not, several datagrams of equal size to one destination
   * as one (UDP_SEGMENT)} AUTOMATIC, the default, does so where the system can, and stops where a
   * device or a route refuses.
   *
   * @param value the new one
   */
  public DatagramOptions sendSegments(Segments value) {
    Parts changed = parts.copy();
    changed.sendSegments = Objects.requireNonNull(value, "value");
    return new DatagramOptions(changed);
  }

  /**
   * {@return a copy with both: {@link #receiveSegments(Segments)} and {@link
   * #sendSegments(Segments)}}
   *
   * @param value the new one
   */
  public DatagramOptions segments(Segments value) {
    return receiveSegments(value).sendSegments(value);
  }

  /**
   * {@return whether the file of a Unix socket that nobody has any more is removed first; false by
   * default}
   */
  public boolean removeLeftOverFile() {
    return parts.removeLeftOverFile;
  }

  /**
   * {@return a copy that does, or does not, remove a left-over file first} As {@link
   * ListenOptions#removeLeftOverFile(boolean)} does for listeners.
   *
   * @param value whether to remove it
   */
  public DatagramOptions removeLeftOverFile(boolean value) {
    Parts changed = parts.copy();
    changed.removeLeftOverFile = value;
    return new DatagramOptions(changed);
  }

  /**
   * {@return the time that an orderly close may take to give the system what was sent; 0 drops it;
   * 5 s by default}
   */
  public Duration closeTimeout() {
    return parts.closeTimeout;
  }

  /**
   * {@return a copy with another close time-out}
   *
   * @param time 0 or more; 0 drops at once what the system has not taken
   */
  public DatagramOptions closeTimeout(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("closeTimeout is " + time + "; it must be 0 or more");
    }
    Parts changed = parts.copy();
    changed.closeTimeout = time;
    return new DatagramOptions(changed);
  }

  /** {@return what the kernel is told of the socket} */
  public SocketOptions options() {
    return parts.options;
  }

  /**
   * {@return a copy with a socket option: SO_RCVBUF, SO_REUSEPORT, IP_MULTICAST_TTL,
   * IP_MULTICAST_IF and others of {@link StandardSocketOptions}, or of {@link IoSocketOptions}}
   *
   * @param <T> the type of the option's value
   * @param option which one
   * @param value the new one
   * @throws IllegalArgumentException if the value is not one that the option can have
   */
  public <T> DatagramOptions option(SocketOption<T> option, T value) {
    Parts changed = parts.copy();
    changed.options = changed.options.with(option, value);
    return new DatagramOptions(changed);
  }

  /**
   * {@return a copy that may send to a broadcast address, or not (SO_BROADCAST)} Off by default:
   * the system refuses such a datagram then.
   *
   * @param on whether it may
   */
  public DatagramOptions broadcast(boolean on) {
    return option(StandardSocketOptions.SO_BROADCAST, on);
  }

  private static void require(boolean holds, String name, long value, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be " + rule);
    }
  }
}
