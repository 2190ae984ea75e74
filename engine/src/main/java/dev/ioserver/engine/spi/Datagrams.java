package dev.ioserver.engine.spi;

import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.memory.Chunk;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A datagram socket within a {@link Transport}. Belongs to the thread that runs the transport. */
public interface Datagrams extends Endpoint {

  /**
   * Keep receiving, or stop. Starts off. How many are welcome is asked of {@link
   * DatagramHandler#welcome()} each time.
   *
   * @param on whether it shall be on
   */
  void receiving(boolean on);

  /**
   * Queues one datagram: the transport takes a reference of its own to the chunk, and the bytes do
   * not change until it is sent. Without {@link #flush()} nothing is sent.
   *
   * @param chunk where the bytes are
   * @param offset the first of them
   * @param length how many, 0 or more
   * @param hostHigh the upper half of the destination's host, as {@link DatagramBatch} has it
   * @param hostLow the lower half
   * @param port the port of that host; -1 for a socket that is connected
   * @param scope the scope of an IPv6 host, or 0
   * @param other a destination that is not of IPv4 or IPv6; null as a rule
   */
  void send(
      Chunk chunk,
      int offset,
      int length,
      long hostHigh,
      long hostLow,
      int port,
      int scope,
      @Nullable SocketAddress other);

  /** Sends what is queued, now or as soon as the kernel takes it. */
  void flush();

  /**
   * {@return how many bytes are queued and not yet sent; an empty datagram counts as 1, here and in
   * {@link DatagramHandler#onSent}}
   */
  long unsentBytes();

  /**
   * Joins a group, or leaves it.
   *
   * @param joins whether to join, or leave
   * @param group a multicast address
   * @param on the interface, or null
   * @param source the one source, or null
   * @throws SystemCallException if the system refuses, or the engine cannot do it
   */
  void member(
      boolean joins, InetAddress group, @Nullable NetworkInterface on, @Nullable InetAddress source)
      throws SystemCallException;

  /** Closes once all that was queued is sent; then {@link DatagramHandler#onClosed}. Flushes. */
  void closeAfterFlush();

  /** Closes now, then {@link DatagramHandler#onClosed}, maybe within this call. Idempotent. */
  void close();
}
