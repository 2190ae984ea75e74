package dev.ioserver.engine.api;

import java.net.InetAddress;
import java.net.NetworkInterface;
import org.jspecify.annotations.Nullable;

/**
 * That a {@link DatagramPort} receives what is sent to a group, by {@link
 * DatagramPort#join(InetAddress, NetworkInterface)}. It ends with {@link #close()}, or with its
 * port.
 *
 * <p>Thread-safety: any thread.
 */
public interface Membership extends AutoCloseable {

  /** {@return the port that has joined} */
  DatagramPort port();

  /** {@return the group} */
  InetAddress group();

  /** {@return the interface, or null if that was left to the system} */
  @Nullable NetworkInterface networkInterface();

  /** {@return the one source that is heard, or null for all} */
  @Nullable InetAddress source();

  /** {@return whether the group has not been left, and the port has not ended} */
  boolean isMember();

  /**
   * Leaves the group. Datagrams that had arrived before are still received. Idempotent.
   *
   * @throws SystemCallException if the system refuses: the interface is gone, for example, and the
   *     membership with it
   */
  @Override
  void close() throws SystemCallException;
}
