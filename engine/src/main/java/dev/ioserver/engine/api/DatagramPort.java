package dev.ioserver.engine.api;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A datagram socket that lives in an event loop and looks like a channel: each send is one
 * datagram, and each datagram that arrives is one message.
 *
 * {@snippet file="dev/ioserver/engine/snippets/DatagramSnippetTest.java" region="echo"}
 *
 * <p><b>Receiving</b> is by credit, as for a {@link Port}: {@link #active(int)} adds credit, each
 * {@link Datagram} uses one, and at 0 the port says {@link DatagramMessage.CreditUsed} and asks the
 * kernel for no more. Nobody slows the sender down then. The kernel keeps what comes as long as the
 * socket has room (SO_RCVBUF), and drops the rest. So {@link Datagram#drops()} says how many are
 * missing before a datagram, on systems that count them. The engine itself drops none: it takes
 * nothing from the kernel that it cannot deliver.
 *
 * <p>Whoever wants no object and no queue for a datagram takes {@link
 * #onDatagrams(DatagramBatchHandler)}.
 *
 * <p><b>Sending</b> copies the datagram and never waits for the network. What waits to be sent is
 * bounded by a high watermark ({@link DatagramOptions#watermarks(int, int)}): above it {@code
 * trySend} is refused and {@code send} waits; {@link DatagramMessage.Writable} says that it fell to
 * the low watermark again. A datagram that the system refuses is no end: {@link Undelivered} says
 * so.
 *
 * <p>Thread-safety: any thread may send, give credit, join, leave and close; one thread receives.
 * Sends of one thread are sent in their order.
 *
 * <p>Sent from the thread of a caller-run loop, datagrams are collected and sent when the batch
 * that caused them is done, before the loop waits, or on {@link #flush()}: as many as possible in
 * one call.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/udp.7.html">udp(7)</a>
 */
public non-sealed interface DatagramPort extends Sender<ByteBuffer>, Receiver<Message> {

  /** The most bytes of a datagram that a send takes: no header of UDP can say more. */
  int MAX_LENGTH = 65_535;

  /**
   * Adds to the credit.
   *
   * @param datagrams how many more are welcome; a negative number takes credit back, and a sum of 0
   *     or less makes the port passive at once. After {@link #activeUnlimited()} counting begins
   *     anew
   * @return this port
   */
  DatagramPort active(int datagrams);

  /**
   * Receives without counting. Memory stays bounded all the same: receiving stops while {@link
   * DatagramOptions#inboxLimit(int)} messages, or {@link DatagramOptions#inboxBytes(long)}, wait to
   * be received, and goes on by itself.
   *
   * @return this port
   */
  DatagramPort activeUnlimited();

  /**
   * Takes all credit back: the port becomes passive, and says {@link DatagramMessage.CreditUsed} if
   * it was not.
   *
   * @return this port
   */
  DatagramPort pause();

  /**
   * From now on gives datagrams to a handler, in the turn of the loop that receives them, instead
   * of as messages: what one call to the system has brought, at once. All other messages come as
   * before. What is in the inbox already is still received from there.
   *
   * <p>The handler runs on the loop's thread: on that of the user where the user runs the loop.
   * Each datagram uses one credit. Where the kernel gives several as one ({@link
   * DatagramOptions#receiveSegments(Segments)}), they are handed over together, even if there was
   * credit for the first alone.
   *
   * {@snippet file="dev/ioserver/engine/snippets/DatagramSnippetTest.java" region="batch"}
   *
   * @param handler is given them; null to get messages again
   * @return this port
   */
  DatagramPort onDatagrams(@Nullable DatagramBatchHandler handler);

  /**
   * Sends a buffer's remaining bytes as one datagram to the peer of a connected port; on success
   * its position is its limit.
   *
   * @throws IllegalStateException if the port is not connected
   * @throws IllegalArgumentException if there are more than {@link #MAX_LENGTH} bytes
   */
  @Override
  boolean trySend(ByteBuffer message);

  /**
   * As the other, from a segment of any kind; takes all its bytes.
   *
   * @param message what is sent
   * @return false if there is no room now, in which case nothing of it was taken
   */
  boolean trySend(MemorySegment message);

  /**
   * Sends a buffer's remaining bytes as one datagram.
   *
   * @param message what is sent; on success its position is its limit
   * @param to resolved. Whoever sends to the same destination again and again does best to give the
   *     same object
   * @return false if there is no room now, in which case nothing of it was taken
   * @throws ChannelClosedException if this port is closed
   * @throws IllegalStateException if the port is connected
   * @throws IllegalArgumentException if the address is not resolved, or there are more than {@link
   *     #MAX_LENGTH} bytes
   */
  boolean trySend(ByteBuffer message, SocketAddress to);

  /**
   * As the other, from a segment of any kind; takes all its bytes.
   *
   * @param message what is sent
   * @param to resolved
   * @return false if there is no room now, in which case nothing of it was taken
   */
  boolean trySend(MemorySegment message, SocketAddress to);

  /**
   * Sends a datagram to the source of one that has arrived, without an object for its address.
   *
   * @param to a message that was not released yet, or a cursor that stands on a datagram
   * @param message what is sent; on success its position is its limit
   * @return false if there is no room now, in which case nothing of it was taken
   * @throws ChannelClosedException if this port is closed
   */
  boolean tryReply(ReceivedDatagram to, ByteBuffer message);

  /**
   * As the other, from a segment of any kind; takes all its bytes.
   *
   * @param to a message that was not released yet, or a cursor that stands on a datagram
   * @param message what is sent
   * @return false if there is no room now, in which case nothing of it was taken
   */
  boolean tryReply(ReceivedDatagram to, MemorySegment message);

  /**
   * As {@link #trySend(ByteBuffer, SocketAddress)}, waiting for room as long as it takes.
   *
   * @param message what is sent
   * @param to resolved
   * @throws ChannelClosedException if this port is closed, before or while waiting
   * @throws InterruptedException if this thread is interrupted while it waits; nothing was sent
   */
  void send(ByteBuffer message, SocketAddress to) throws InterruptedException;

  /**
   * As the other, waiting for a limited time.
   *
   * @param message what is sent
   * @param to resolved
   * @param timeout the longest wait; 0 or less does not wait
   * @return false if there was no room in time; nothing was sent
   * @throws ChannelClosedException if this port is closed, before or while waiting
   * @throws InterruptedException if this thread is interrupted while it waits; nothing was sent
   */
  boolean send(ByteBuffer message, SocketAddress to, Duration timeout) throws InterruptedException;

  /**
   * Gives the system what was sent so far as soon as possible. Needed on a caller-run loop's thread
   * at most.
   */
  void flush();

  /**
   * {@return how many bytes wait to be given to the system now; an empty datagram counts as 1; 0
   * after the end} Any thread.
   */
  long pendingBytes();

  /**
   * {@return how many bytes were taken by a send and had not been given to the system when the port
   * ended; {@link Closed} says it too} 0 until the end. Datagrams that the system refused are not
   * among them: {@link Undelivered} told of those. Any thread.
   */
  long droppedBytes();

  /**
   * Joins a group: what is sent to it, and to this port's port number, is received from now on. The
   * loop asks the system; other threads wait for it.
   *
   * @param group a multicast address of this socket's family
   * @param on the interface that it is joined on, or null to leave that to the system
   * @return what leaves it again
   * @throws SystemCallException if the system refuses, or the engine cannot do it
   * @throws IllegalArgumentException if it is not a multicast address
   */
  Membership join(InetAddress group, @Nullable NetworkInterface on) throws SystemCallException;

  /**
   * Joins a group for one source alone (source-specific multicast). Several sources may be joined,
   * one after the other.
   *
   * @param group a multicast address of this socket's family
   * @param on the interface that it is joined on, or null to leave that to the system
   * @param source whose datagrams are received
   * @return what leaves it again
   * @throws SystemCallException if the system refuses, or the engine cannot do it
   * @throws IllegalArgumentException if it is not a multicast address
   */
  Membership join(InetAddress group, @Nullable NetworkInterface on, InetAddress source)
      throws SystemCallException;

  /**
   * {@return whether this port learns what the kernel drops: {@link Datagram#drops()} and {@link
   * #drops()} mean something}
   */
  boolean countsDrops();

  /**
   * {@return how many datagrams the kernel has dropped in front of those that were received, for
   * want of room in the socket} Drops behind the last one show with the next one. Any thread.
   */
  long drops();

  /**
   * {@return what this port has counted, also after its end} {@code IoServer.ports()} lists all of
   * them. Any thread.
   */
  PortCounters counters();

  /**
   * Closes in good order: what was sent before is given to the system first, within {@link
   * DatagramOptions#closeTimeout(Duration)}. Then the descriptor is closed and {@link Closed} is
   * the last message. Groups are left with it. Blocked senders and receivers end with {@link
   * ChannelClosedException}. Idempotent.
   */
  @Override
  void close();

  /** Closes at once: what waits to be sent is dropped. Idempotent. */
  void abort();

  /** {@return the local address, with the port number that the system has chosen} */
  SocketAddress localAddress();

  /** {@return whom the port is connected to, or null} */
  @Nullable SocketAddress remoteAddress();

  /**
   * {@return the value that an option of the socket has now} The loop asks the system; other
   * threads wait for it.
   *
   * @param <T> the type of the option's value
   * @param option of {@link java.net.StandardSocketOptions}, of {@code
   *     jdk.net.ExtendedSocketOptions}, or of {@link IoSocketOptions}
   * @throws SystemCallException if the engine does not have the option, or the system refuses, or
   *     the port is closed
   */
  <T> T option(SocketOption<T> option) throws SystemCallException;

  /**
   * Sets an option of the socket. The loop tells the system; other threads wait for it.
   *
   * @param <T> the type of the option's value
   * @param option which one
   * @param value the value that the option shall have
   * @return this port
   * @throws IllegalArgumentException if the value is not one that the option can have
   * @throws SystemCallException as for {@link #option(SocketOption)}
   */
  <T> DatagramPort option(SocketOption<T> option, T value) throws SystemCallException;

  /**
   * {@return the system's number for the socket, as a way out for what this API lacks; -1 once it
   * is closed} It stays the engine's: nobody else may close it, read from it or write to it.
   */
  long descriptor();

  /** {@return whatever the user hung on this port; null at first} */
  @Nullable Object attachment();

  /**
   * Hangs something on this port. To be set and read by the receiving thread.
   *
   * @param attachment anything, or null for nothing
   * @return this port
   */
  DatagramPort attach(@Nullable Object attachment);
}
