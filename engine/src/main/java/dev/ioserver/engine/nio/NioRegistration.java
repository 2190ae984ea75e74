package dev.ioserver.engine.nio;

import dev.ioserver.engine.api.Interest;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * What a poller keeps with a {@link SelectionKey}, as its attachment: the token and the interest.
 * It translates between the bits of {@link Interest} and those of java.nio.
 *
 * <p>Thread-safety: belongs to the poller's thread.
 */
final class NioRegistration {
  private static final int READ_OPS = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
  private static final int WRITE_OPS = SelectionKey.OP_WRITE;

  private long token;
  private int interest;

  NioRegistration(long token, int interest) {
    this.token = token;
    this.interest = interest;
  }

  static NioRegistration of(SelectionKey key) {
    return (NioRegistration) key.attachment();
  }

  long token() {
    return token;
  }

  void update(long newToken, int newInterest) {
    token = newToken;
    interest = newInterest;
  }

  /**
   * The bits that java.nio is to be asked for, given what the channel is now.
   *
   * <p>A socket that connects takes OP_CONNECT alone, and one that stands must not have it: for an
   * operation that does not fit the channel's state the kernel reports readiness that the selector
   * does not, and every select returns at once with nothing.
   */
  int ops(SelectableChannel channel) {
    if (channel instanceof SocketChannel socket && !socket.isConnected()) {
      boolean wanted = (interest & (Interest.READ | Interest.WRITE)) != 0;
      return wanted && socket.isConnectionPending() ? SelectionKey.OP_CONNECT : 0;
    }
    int ops = 0;
    if ((interest & Interest.READ) != 0) {
      ops |= READ_OPS;
    }
    if ((interest & Interest.WRITE) != 0) {
      ops |= WRITE_OPS;
    }
    return ops & channel.validOps();
  }

  /** The bits of {@link Interest} for those that java.nio reports. */
  int ready(int readyOps) {
    int ready = 0;
    if ((readyOps & READ_OPS) != 0) {
      ready |= Interest.READ;
    }
    if ((readyOps & WRITE_OPS) != 0) {
      ready |= Interest.WRITE;
    }
    if ((readyOps & SelectionKey.OP_CONNECT) != 0) {
      ready |= (interest & Interest.WRITE) != 0 ? Interest.WRITE : Interest.READ;
    }
    return ready;
  }

  /**
   * Tells java.nio what is wanted, given what the channel is now.
   *
   * @throws CancelledKeyException if the channel was closed
   */
  void apply(SelectionKey key) {
    key.interestOps(ops(key.channel()));
  }

  /** Whether what the channel is now stays so; not before a socket is connected. */
  static boolean isSettled(SelectableChannel channel) {
    return !(channel instanceof SocketChannel socket) || socket.isConnected() || !socket.isOpen();
  }
}
