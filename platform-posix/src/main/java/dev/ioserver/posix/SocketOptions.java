package dev.ioserver.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.PortOptions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Sets and reads socket options: {@code setsockopt(2)}. Options that a fresh socket has anyway cost
 * no call.
 *
 * <p>Thread-safety: one thread at a time.
 */
final class SocketOptions {

  private final PosixCalls calls;
  private final PosixStructs structs;
  private final MemorySegment errno;
  private final MemorySegment number;
  private final MemorySegment linger;
  private final MemorySegment length;

  /** 0, or the code, negated, of the first option that failed; the ones after it are not tried. */
  private int failure;

  private String lastCall = "setsockopt";

  SocketOptions(PosixSystem system, Arena arena, MemorySegment errno) {
    this.calls = system.calls();
    this.structs = system.structs();
    this.errno = errno;
    this.number = arena.allocate(JAVA_INT);
    this.linger = structs.newLinger(arena);
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
      // In both directions: what it is without a word is up to the machine (net.ipv6.bindv6only of
      // Linux, net.inet6.ip6.v6only of BSD).
      set(fd, SocketOption.IPV6_V6ONLY, options.v6Only() ? 1 : 0);
    }
    if (options.reuseAddress()) {
      set(fd, SocketOption.SO_REUSEADDR, 1);
    }
    if (options.reusePort()) {
      set(fd, SocketOption.SO_REUSEPORT, 1);
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
    int result = calls.getsockopt(errno, fd, SocketOption.SO_ERROR, number, length);
    return result < 0 ? result : -number.get(JAVA_INT, 0);
  }

  /** The call that failed, with the option: "setsockopt(SO_RCVBUF)". */
  String lastCall() {
    return lastCall;
  }

  private void setPort(int fd, PortOptions options) {
    if (calls.hasNoSignalOption()) {
      set(fd, SocketOption.SO_NOSIGPIPE, 1);
    }
    if (options.noDelay()) {
      set(fd, SocketOption.TCP_NODELAY, 1);
    }
    if (options.keepAlive()) {
      set(fd, SocketOption.SO_KEEPALIVE, 1);
    }
    if (options.sendBufferBytes() > 0) {
      set(fd, SocketOption.SO_SNDBUF, options.sendBufferBytes());
    }
    if (options.receiveBufferBytes() > 0) {
      set(fd, SocketOption.SO_RCVBUF, options.receiveBufferBytes());
    }
    if (options.lingerSeconds() >= 0) {
      setLinger(fd, options.lingerSeconds());
    }
  }

  private void setLinger(int fd, int seconds) {
    structs.setLinger(linger, seconds);
    set(fd, SocketOption.SO_LINGER, linger);
  }

  private void set(int fd, SocketOption option, int value) {
    number.set(JAVA_INT, 0, value);
    set(fd, option, number);
  }

  private void set(int fd, SocketOption option, MemorySegment value) {
    if (failure == 0) {
      lastCall = option.setter();
      failure = calls.setsockopt(errno, fd, option, value);
    }
  }
}
