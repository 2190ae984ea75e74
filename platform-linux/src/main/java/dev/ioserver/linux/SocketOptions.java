package dev.ioserver.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.bindings.linux.Linger;
import dev.ioserver.bindings.linux.LinuxCalls;
import dev.ioserver.bindings.linux.Sockets;
import dev.ioserver.engine.ListenOptions;
import dev.ioserver.engine.PortOptions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Sets and reads socket options: {@code setsockopt(2)}, {@code socket(7)}, {@code tcp(7)}, {@code
 * ipv6(7)}. Options that a fresh socket has anyway cost no call.
 *
 * <p>Thread-safety: one thread at a time.
 */
final class SocketOptions {

  private final MemorySegment errno;
  private final MemorySegment number;
  private final MemorySegment linger;
  private final MemorySegment length;
  private final int busyPollMicros;

  /** 0, or the code, negated, of the first option that failed; the ones after it are not tried. */
  private int failure;

  private String lastCall = "setsockopt";

  /**
   * @param busyPollMicros SO_BUSY_POLL of each socket in microseconds; 0 leaves it as it is
   */
  SocketOptions(Arena arena, MemorySegment errno, int busyPollMicros) {
    this.errno = errno;
    this.busyPollMicros = busyPollMicros;
    this.number = arena.allocate(JAVA_INT);
    this.linger = arena.allocate(Linger.LAYOUT);
    this.length = arena.allocate(JAVA_INT);
  }

  /**
   * Sets the options of a listener, its ports' among them, since accepted sockets inherit those.
   * Before bind, which looks at the first three, and before listen, which derives the window scale
   * from SO_RCVBUF.
   *
   * @return 0, or a code, negated
   */
  int listener(int fd, boolean inet6, ListenOptions options) {
    failure = 0;
    if (inet6) {
      // In both directions: what it is without a word is up to the machine (net.ipv6.bindv6only).
      int only = options.v6Only() ? 1 : 0;
      set(fd, Sockets.IPPROTO_IPV6, Sockets.IPV6_V6ONLY, only, "setsockopt(IPV6_V6ONLY)");
    }
    if (options.reuseAddress()) {
      set(fd, Sockets.SOL_SOCKET, Sockets.SO_REUSEADDR, 1, "setsockopt(SO_REUSEADDR)");
    }
    if (options.reusePort()) {
      set(fd, Sockets.SOL_SOCKET, Sockets.SO_REUSEPORT, 1, "setsockopt(SO_REUSEPORT)");
    }
    setPort(fd, options.ports());
    return failure;
  }

  /**
   * Sets the options of a socket that will connect; before connect, because of the window scale.
   *
   * @return 0, or a code, negated
   */
  int port(int fd, PortOptions options) {
    failure = 0;
    setPort(fd, options);
    return failure;
  }

  /** Makes close reset the connection: SO_LINGER, on, with 0 seconds. */
  int reset(int fd) {
    failure = 0;
    setLinger(fd, 0);
    return failure;
  }

  /**
   * The error that a socket keeps for whoever asks, which asking clears: SO_ERROR.
   *
   * @return 0, the kept code, negated, or what getsockopt failed with, negated
   */
  int takeError(int fd) {
    length.set(JAVA_INT, 0, (int) number.byteSize());
    int result =
        LinuxCalls.getsockopt(errno, fd, Sockets.SOL_SOCKET, Sockets.SO_ERROR, number, length);
    return result < 0 ? result : -number.get(JAVA_INT, 0);
  }

  /** The call that failed, with the option: "setsockopt(SO_RCVBUF)". */
  String lastCall() {
    return lastCall;
  }

  private void setPort(int fd, PortOptions options) {
    if (options.noDelay()) {
      set(fd, Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY, 1, "setsockopt(TCP_NODELAY)");
    }
    if (options.keepAlive()) {
      set(fd, Sockets.SOL_SOCKET, Sockets.SO_KEEPALIVE, 1, "setsockopt(SO_KEEPALIVE)");
    }
    if (options.sendBufferBytes() > 0) {
      int bytes = options.sendBufferBytes();
      set(fd, Sockets.SOL_SOCKET, Sockets.SO_SNDBUF, bytes, "setsockopt(SO_SNDBUF)");
    }
    if (options.receiveBufferBytes() > 0) {
      int bytes = options.receiveBufferBytes();
      set(fd, Sockets.SOL_SOCKET, Sockets.SO_RCVBUF, bytes, "setsockopt(SO_RCVBUF)");
    }
    if (busyPollMicros > 0) {
      set(fd, Sockets.SOL_SOCKET, Sockets.SO_BUSY_POLL, busyPollMicros, "setsockopt(SO_BUSY_POLL)");
    }
    if (options.lingerSeconds() >= 0) {
      setLinger(fd, options.lingerSeconds());
    }
  }

  private void setLinger(int fd, int seconds) {
    Linger.set(linger, true, seconds);
    set(fd, Sockets.SOL_SOCKET, Sockets.SO_LINGER, linger, "setsockopt(SO_LINGER)");
  }

  private void set(int fd, int level, int name, int value, String call) {
    number.set(JAVA_INT, 0, value);
    set(fd, level, name, number, call);
  }

  private void set(int fd, int level, int name, MemorySegment value, String call) {
    if (failure == 0) {
      lastCall = call;
      failure = LinuxCalls.setsockopt(errno, fd, level, name, value, (int) value.byteSize());
    }
  }
}
