package dev.ioserver.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.bindings.posix.Linger;
import dev.ioserver.bindings.posix.PosixCalls;
import dev.ioserver.bindings.posix.Sockets;
import dev.ioserver.engine.api.IoSocketOptions;
import dev.ioserver.engine.api.PeerCredentials;
import dev.ioserver.engine.api.SocketOptions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Sets and reads socket options: {@code setsockopt(2)}, {@code getsockopt(2)}. Options that nobody
 * names cost no call.
 *
 * <p>Thread-safety: one thread at a time.
 */
final class OptionCalls {

  private final MemorySegment errno;
  private final MemorySegment number;
  private final MemorySegment linger;
  private final MemorySegment length;
  private final int enoprotoopt;
  private final MulticastOptions multicast;

  /** 0, or the code, negated, of the first option that failed; the ones after it are not tried. */
  private int failure;

  private String lastCall = "setsockopt";

  private final PeerCalls peers;

  OptionCalls(Arena arena, MemorySegment errno, PosixErrorCodes codes) {
    this.errno = errno;
    this.number = arena.allocate(JAVA_INT);
    this.linger = arena.allocate(Linger.LAYOUT);
    this.length = arena.allocate(JAVA_INT);
    this.peers = new PeerCalls(arena, errno);
    this.enoprotoopt = codes.number("ENOPROTOOPT");
    this.multicast = new MulticastOptions(arena, errno, codes);
  }

  /**
   * Sets the options of a listener, its connections' among them, since accepted sockets inherit
   * those. Before bind, which looks at some, and before listen, which derives the window scale from
   * SO_RCVBUF.
   *
   * @return 0, or a code, negated
   */
  int listener(int fd, int family, SocketOptions options) {
    failure = 0;
    if (family == Sockets.AF_INET6 && options.value(IoSocketOptions.IPV6_V6ONLY) == null) {
      // What it is without a word is up to the machine (net.ipv6.bindv6only of Linux,
      // net.inet6.ip6.v6only of BSD).
      set(fd, SocketOption.IPV6_V6ONLY, 0);
    }
    setAll(fd, family, options);
    return failure;
  }

  /**
   * Sets the options of a socket that will connect; before connect, because of the window scale.
   *
   * @return 0, or a code, negated
   */
  int all(int fd, int family, SocketOptions options) {
    failure = 0;
    setAll(fd, family, options);
    return failure;
  }

  /** Sets what a connection does not have from its listener. */
  int ofConnection(int fd, SocketOptions options) {
    failure = 0;
    for (int i = 0; i < options.size(); i++) {
      String name = options.option(i).name();
      if (name.equals("TCP_QUICKACK")
          || name.equals("SO_PRIORITY")
          || name.equals("SO_INCOMING_CPU")) {
        set(fd, options.option(i), options.valueAt(i));
      }
    }
    return failure;
  }

  /**
   * Sets one option.
   *
   * @return 0, or a code, negated
   */
  int one(int fd, java.net.SocketOption<?> option, Object value) {
    failure = 0;
    set(fd, option, value);
    return failure;
  }

  /**
   * Whether a call for an option has to look first whether the socket is one of IP, see {@link
   * #isOfAnySocket}: not for TCP, whose level is its own.
   */
  static boolean isOfIp(java.net.SocketOption<?> option) {
    SocketOption known = SocketOption.named(option.name());
    return known != null && known.level() == Sockets.IPPROTO_IP;
  }

  /**
   * Fails for an option that is not one of the socket's.
   *
   * @return a code, negated
   */
  int refused(String call, java.net.SocketOption<?> option) {
    lastCall = call + "(" + option.name() + ")";
    failure = -enoprotoopt;
    return failure;
  }

  /**
   * Reads an option, a Boolean, an Integer or who the peer is; null if that fails, see {@link
   * #failure()}.
   */
  @Nullable Object get(int fd, java.net.SocketOption<?> option) {
    SocketOption known = SocketOption.named(option.name());
    lastCall = "getsockopt(" + option.name() + ")";
    if (MulticastOptions.has(option.name())) {
      Object[] found = new Object[1];
      failure = multicast.get(fd, option.name(), option.type(), found);
      return found[0];
    }
    if (option.name().equals(IoSocketOptions.SO_PEERCRED.name())) {
      PeerCredentials peer = peers.get(fd);
      failure = peers.failure();
      return peer;
    }
    if (known == null) {
      failure = -enoprotoopt;
      return null;
    }
    boolean lingers = known == SocketOption.SO_LINGER;
    MemorySegment value = lingers ? linger : number;
    length.set(JAVA_INT, 0, (int) value.byteSize());
    failure =
        Math.min(0, PosixCalls.getsockopt(errno, fd, known.level(), known.number(), value, length));
    if (failure < 0) {
      return null;
    }
    if (lingers) {
      return Linger.isEnabled(linger) ? Linger.seconds(linger) : -1;
    }
    int found = number.get(JAVA_INT, 0);
    return option.type() == Boolean.class ? (Object) (found != 0) : (Object) found;
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
        PosixCalls.getsockopt(errno, fd, Sockets.SOL_SOCKET, Sockets.SO_ERROR, number, length);
    return result < 0 ? result : -number.get(JAVA_INT, 0);
  }

  /** The call that failed, with the option: "setsockopt(SO_RCVBUF)". */
  String lastCall() {
    return lastCall;
  }

  /** 0, or why the last call failed: a code, negated. */
  int failure() {
    return failure;
  }

  private void setAll(int fd, int family, SocketOptions options) {
    if (SocketCalls.HAS_NO_SIGNAL_OPTION) {
      set(fd, SocketOption.SO_NOSIGPIPE, 1);
    }
    for (int i = 0; i < options.size(); i++) {
      java.net.SocketOption<?> option = options.option(i);
      if (family != Sockets.AF_UNIX || isOfAnySocket(option)) {
        set(fd, option, options.valueAt(i));
      } else if (failure == 0) {
        refused("setsockopt", option);
      }
    }
  }

  /**
   * Whether an option is one of sockets of any kind. Those of TCP and IP are refused for a Unix
   * socket without asking the system: on BSD the level of IP has the number of that of Unix
   * sockets, and the number of an option may mean something else there.
   */
  private static boolean isOfAnySocket(java.net.SocketOption<?> option) {
    SocketOption known = SocketOption.named(option.name());
    return known == null
        || (known.level() == Sockets.SOL_SOCKET && known != SocketOption.SO_REUSEPORT);
  }

  private void set(int fd, java.net.SocketOption<?> option, Object value) {
    if (failure != 0) {
      return;
    }
    SocketOption known = SocketOption.named(option.name());
    if (MulticastOptions.has(option.name())) {
      lastCall = "setsockopt(" + option.name() + ")";
      failure = Math.min(0, multicast.set(fd, option.name(), value));
    } else if (known == null) {
      lastCall = "setsockopt(" + option.name() + ")";
      failure = -enoprotoopt;
    } else if (known == SocketOption.SO_LINGER) {
      setLinger(fd, (Integer) value);
    } else {
      set(fd, known, value instanceof Boolean on ? (on ? 1 : 0) : (Integer) value);
    }
  }

  private void setLinger(int fd, int seconds) {
    Linger.set(linger, seconds >= 0, Math.max(0, seconds));
    set(fd, SocketOption.SO_LINGER, linger);
  }

  private void set(int fd, SocketOption option, int value) {
    number.set(JAVA_INT, 0, value);
    set(fd, option, number);
  }

  private void set(int fd, SocketOption option, MemorySegment value) {
    if (failure == 0) {
      lastCall = option.setter();
      int bytes = (int) value.byteSize();
      failure = PosixCalls.setsockopt(errno, fd, option.level(), option.number(), value, bytes);
    }
  }
}
