package dev.ioserver.engine.port;

import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.api.Membership;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.loop.LoopCall;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * That a datagram port is a member of a group.
 *
 * <p>Thread-safety: any thread.
 */
final class GroupMembership implements Membership {

  private final UdpPort port;
  private final InetAddress group;
  private final @Nullable NetworkInterface on;
  private final @Nullable InetAddress source;
  private final AtomicBoolean left = new AtomicBoolean();

  GroupMembership(
      UdpPort port,
      InetAddress group,
      @Nullable NetworkInterface on,
      @Nullable InetAddress source) {
    this.port = port;
    this.group = group;
    this.on = on;
    this.source = source;
  }

  @Override
  public DatagramPort port() {
    return port;
  }

  @Override
  public InetAddress group() {
    return group;
  }

  @Override
  public @Nullable NetworkInterface networkInterface() {
    return on;
  }

  @Override
  public @Nullable InetAddress source() {
    return source;
  }

  @Override
  public boolean isMember() {
    return !left.get() && !port.isEnded();
  }

  @Override
  public void close() throws SystemCallException {
    if (!left.compareAndSet(false, true) || port.isEnded()) {
      return;
    }
    try {
      LoopCall.call(
          port.loop(),
          () -> {
            // A port that has ended has left all its groups.
            if (!port.isEnded()) {
              port.member(this, false);
            }
            return this;
          },
          _ -> {});
    } catch (IllegalStateException e) {
      if (!port.loop().isTerminated()) {
        throw e;
      }
      // The loop has ended, and its sockets with it.
    }
  }

  /** Nobody waits for it any more; the loop's thread. */
  void undo() {
    left.set(true);
    try {
      port.member(this, false);
    } catch (SystemCallException e) {
      // Then it ends with the port.
    }
  }

  @Override
  public String toString() {
    return port + " in " + group.getHostAddress();
  }
}
