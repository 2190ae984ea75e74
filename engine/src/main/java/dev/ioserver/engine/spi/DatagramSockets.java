package dev.ioserver.engine.spi;

import dev.ioserver.engine.api.SocketOptions;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The datagram calls of a system, non-blocking, for one loop, in batches. They deal with EINTR
 * themselves. What is common to all sockets (to close one, its local address, its options, the name
 * of the last call) is asked of the {@link Sockets} that these came from.
 *
 * <p>Results are 0 or more, or a code, negated; {@link ErrorCodes#WOULD_BLOCK} where noted.
 *
 * <p>Thread-safety: one thread at a time. To receive and to send does not allocate.
 */
public interface DatagramSockets {

  /** What a system can do with datagrams beyond receiving and sending them. */
  enum Feature {
    /** One call receives several ({@code recvmmsg}). */
    RECEIVES_BATCHES,
    /** One call sends several ({@code sendmmsg}). */
    SENDS_BATCHES,
    /** The kernel says when a datagram arrived. */
    STAMPS,
    /** The device says when a datagram arrived, where it can. */
    HARDWARE_STAMPS,
    /** The kernel counts what it drops. */
    DROP_COUNTS,
    /** The local address that a datagram came to is known. */
    LOCAL_ADDRESSES,
    /** Several datagrams of one source come as one (UDP_GRO). */
    RECEIVES_SEGMENTS,
    /** Several datagrams to one destination go as one (UDP_SEGMENT). */
    SENDS_SEGMENTS,
    /** Groups can be joined for one source alone. */
    SOURCES,
    /** Datagrams over Unix sockets. */
    UNIX
  }

  /** {@return what this system has, found out once} */
  Set<Feature> features();

  /**
   * Opens a non-blocking, close-on-exec datagram socket of the family of its address, bound, and
   * connected if there is a remote address; closes it again if a step fails. On Linux it hears the
   * groups that it has joined itself alone (IP_MULTICAST_ALL off), and lets ICMP errors of a
   * connected socket show as results of later calls.
   *
   * @param local where to receive; port 0 lets the system choose
   * @param remote whom to connect to, or null
   * @param options those that the socket shall have
   * @param wanted features that cost something and are wanted for this socket: {@link
   *     Feature#STAMPS}, {@link Feature#HARDWARE_STAMPS}, {@link Feature#DROP_COUNTS}, {@link
   *     Feature#LOCAL_ADDRESSES}, {@link Feature#RECEIVES_SEGMENTS}; those that are not here are
   *     not asked for
   * @return a descriptor, or a code, negated
   */
  long open(
      SocketAddress local,
      @Nullable SocketAddress remote,
      SocketOptions options,
      Set<Feature> wanted);

  /**
   * As {@link #open}, but neither bound nor connected, for who does that later, by the {@link
   * Sockets}.
   *
   * @param inet6 whether the socket is of IPv6
   * @param options those that the socket shall have
   * @param wanted as there
   * @return a descriptor, or a code, negated
   */
  long openUnbound(boolean inet6, SocketOptions options, Set<Feature> wanted);

  /**
   * Has a connected socket hear everybody again.
   *
   * @param descriptor the system's number for the socket
   * @return 0, or a code, negated
   */
  int disconnect(long descriptor);

  /**
   * Joins a group.
   *
   * @param descriptor the system's number for the socket
   * @param group a multicast address of the socket's family
   * @param on the interface, or null to leave it to the system
   * @param source whose datagrams are wanted alone, or null for those of all
   * @return 0, or a code, negated
   */
  int join(
      long descriptor,
      InetAddress group,
      @Nullable NetworkInterface on,
      @Nullable InetAddress source);

  /**
   * Leaves a group that was joined with the same arguments.
   *
   * @param descriptor the system's number for the socket
   * @param group a multicast address
   * @param on the interface, or null
   * @param source the source, or null
   * @return 0, or a code, negated
   */
  int leave(
      long descriptor,
      InetAddress group,
      @Nullable NetworkInterface on,
      @Nullable InetAddress source);

  /**
   * Receives what is there, up to a number.
   *
   * @param descriptor the system's number for the socket
   * @param batch has room for them from its first element on; receives them
   * @param most how many at the most, 1 up to the capacity of the batch
   * @return how many, 1 or more: if fewer than {@code most}, there were no more, or the next call
   *     has an error to tell; {@link ErrorCodes#WOULD_BLOCK}; or a code, negated: of a connected
   *     socket maybe that an earlier datagram has not arrived (ECONNREFUSED), and the socket goes
   *     on
   */
  int receive(long descriptor, DatagramBatch batch, int most);

  /**
   * Sends some, in their order, in as few calls as the system allows.
   *
   * @param descriptor the system's number for the socket
   * @param batch what is sent, and to whom
   * @param first the first of them
   * @param count how many, 1 or more
   * @return how many were taken, 1 or more; {@link ErrorCodes#WOULD_BLOCK}; or the code, negated,
   *     that the first of them has met: what was taken before a failure is told first
   */
  int send(long descriptor, DatagramBatch batch, int first, int count);

  /**
   * {@return how many datagrams the kernel has dropped since the socket was made, as {@link
   * DatagramBatch#dropped} counts, the last ones too, behind which no datagram came; or {@link
   * DatagramBatch#NO_COUNT} where it cannot be asked}
   *
   * @param descriptor the system's number for the socket
   */
  default long dropped(long descriptor) {
    return DatagramBatch.NO_COUNT;
  }

  /** {@return whether batches need {@link DatagramBatch#buffer} instead of addresses} */
  default boolean needsBuffers() {
    return false;
  }
}
