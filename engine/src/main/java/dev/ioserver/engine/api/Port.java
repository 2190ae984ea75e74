package dev.ioserver.engine.api;

import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection that lives in an event loop and looks like a channel: sending to it writes
 * bytes, receiving from it gives {@link Message messages}.
 *
 * <p><b>Receiving</b> is by credit, as Erlang does it: a port starts passive; {@link #active(int)}
 * adds credit, each {@link Data} message uses one, and at 0 the port says {@link CreditUsed} and
 * stops reading, so that the peer is slowed down by TCP itself. Whatever the credit, it reads no
 * further while {@link PortOptions#inboxBytes(long)} wait to be received.
 *
 * {@snippet file="dev/ioserver/engine/snippets/PortSnippetTest.java" region="credit"}
 *
 * <p>A passive port can be read with {@link #read(int, Duration)}. Both modes may be mixed, one
 * after the other. Bytes that were read and not yet delivered are kept, in order, for whichever
 * mode comes next.
 *
 * {@snippet file="dev/ioserver/engine/snippets/PortSnippetTest.java" region="read"}
 *
 * <p><b>A peer that is gone</b>, while the port has no credit: its orderly end ({@link PeerClosed})
 * is told when the bytes before it have been delivered, and so when credit is next given. A reset
 * is told at once, by {@link Failed} and {@link Closed}, if the peer had sent nothing that was not
 * delivered; if it had, when that has been delivered by credit or by a passive receive. What a
 * system throws away when a reset arrives, nobody can deliver: Windows does so.
 *
 * <p>A write that fails, since the peer is gone, ends the sending at once: from then on sends end
 * with {@link ChannelClosedException}, whose cause says why. The peer's last words, which came
 * before, are delivered first all the same; then {@link Failed} comes with that cause.
 *
 * <p><b>Sending</b> copies the message and never waits for the peer. What waits to be written is
 * bounded by a high watermark ({@link PortOptions#highWatermark(int)}): above it {@code trySend} is
 * refused and {@code send} waits; {@link Writable} says that it fell to the low watermark again. A
 * message is taken whole or not at all, so that the bound may be exceeded by one message. On a
 * framed port each send is one frame and the engine writes the prefix.
 *
 * {@snippet file="dev/ioserver/engine/snippets/PortSnippetTest.java" region="watermark"}
 *
 * <p>Thread-safety: any thread may send, give credit, shut down, close and abort; one thread
 * receives. Sends of one thread are written in their order; sends of several threads are not mixed
 * within a message.
 *
 * <p>Sent from the thread of a caller-run loop, messages are collected and written when the batch
 * that caused them is done, before the loop waits, or on {@link #flush()}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7)</a>
 */
public non-sealed interface Port extends Sender<ByteBuffer>, Receiver<Message> {

  /**
   * Adds to the credit.
   *
   * @param messages how many more data messages are welcome; a negative number takes credit back,
   *     and a sum of 0 or less makes the port passive at once. 0 adds nothing to a count; after
   *     {@link #activeUnlimited()} counting begins anew, so that 0 makes the port passive
   * @return this port
   */
  Port active(int messages);

  /**
   * Delivers data without counting. Memory stays bounded all the same: reading stops while {@link
   * PortOptions#inboxLimit(int)} messages, or {@link PortOptions#inboxBytes(long)}, wait to be
   * received, and goes on by itself.
   *
   * @return this port
   */
  Port activeUnlimited();

  /**
   * Takes all credit back: the port becomes passive, and says {@link CreditUsed} if it was not.
   *
   * @return this port
   */
  Port pause();

  /**
   * Reads bytes from a passive port, as Erlang's {@code recv}.
   *
   * <p>With a time-out of 0 or less it takes what has come already, and does not wait for the peer.
   * It does wait for the loop to look, if that has a thread of its own: for a few of its turns. On
   * the thread that owns a caller-run loop it runs that once. From the caller-run loop of another
   * thread, which may be anywhere, it takes only what is given at once: it may get nothing although
   * bytes have come, so that a time-out above 0 is needed there.
   *
   * @param length exactly so many bytes, at most {@link PortOptions#MAX_PASSIVE_LENGTH}; 0 whatever
   *     comes first. On a framed port it must be 0: one frame
   * @param timeout the longest wait; 0 or less as said above
   * @return the bytes, to be released; null if they did not come in time (nothing is lost: they are
   *     there for the next call)
   * @throws IllegalStateException if the port is active
   * @throws ChannelClosedException if the port is closed, or the peer closed before that many bytes
   *     came
   * @throws InterruptedException if the thread is interrupted while waiting; nothing is lost
   */
  @Nullable Data read(int length, Duration timeout) throws InterruptedException;

  /**
   * Waits until the connection stands. For ports opened with {@code connect}; the {@link Connected}
   * message still comes.
   *
   * @param timeout the longest wait; 0 or less does not wait
   * @return false if it does not stand yet
   * @throws ChannelClosedException if the attempt failed; the cause says why
   * @throws InterruptedException if this thread is interrupted while it waits
   */
  boolean awaitConnected(Duration timeout) throws InterruptedException;

  /**
   * As {@link #trySend(ByteBuffer)}, from a segment of any kind; takes all its bytes.
   *
   * @param message what is sent
   * @return false if there is no room now, in which case nothing of it was taken
   */
  boolean trySend(MemorySegment message);

  /**
   * As {@link Sender#send(Object)}, from a segment of any kind; takes all its bytes.
   *
   * @param message what is sent
   * @throws InterruptedException if this thread is interrupted while it waits
   */
  void send(MemorySegment message) throws InterruptedException;

  /**
   * Gathers several buffers into one message.
   *
   * @param buffers their remaining bytes are taken, in order
   * @param offset the first buffer
   * @param count how many buffers; 0 sends an empty message
   * @return as {@link #trySend(ByteBuffer)}
   * @throws IndexOutOfBoundsException if there are not so many buffers from that offset on
   */
  boolean trySend(ByteBuffer[] buffers, int offset, int count);

  /**
   * Sends a buffer's remaining bytes as one message; on success its position is its limit.
   *
   * @throws IllegalArgumentException if it is longer than the framing allows
   */
  @Override
  boolean trySend(ByteBuffer message);

  /**
   * Writes what was sent so far as soon as possible. Needed on a caller-run loop's thread at most.
   */
  void flush();

  /** {@return how the stream is cut into messages now} Any thread. */
  Framing framing();

  /**
   * Changes how the stream is cut from here on, for example behind the answer that begins a
   * WebSocket. What is received is cut anew from the very byte behind the last message; what this
   * thread sends from now on is framed anew.
   *
   * <p>It is for the receiving thread, and for a port that is paused, by {@link #pause()} or since
   * its credit is used up: on an active one the next bytes may be cut already. So give credit for
   * one message ({@code active(1)}) wherever the framing may change behind it.
   *
   * @param next from the next byte on
   * @return this port
   * @throws IllegalStateException if the port is active
   */
  Port framing(Framing next);

  /** {@return how many bytes wait to be written now; 0 after the end} Any thread. */
  long pendingBytes();

  /**
   * {@return how many bytes were taken by a send and had not been given to the system when the port
   * ended, prefixes of frames included: what an abort, a failure or the end of {@link
   * PortOptions#closeTimeout(java.time.Duration)} has given up} {@link Closed} says it too. 0 until
   * the end, and after it if all was written. Any thread.
   */
  long droppedBytes();

  /**
   * {@return what this port has counted, also after its end} {@code IoServer.ports()} lists all of
   * them. Any thread.
   */
  PortCounters counters();

  /** Shuts down the output after all that was sent before is written; the peer reads its end. */
  void shutdownOutput();

  /**
   * Closes in good order. What was sent before is written first, and the peer reads its end after
   * it. Then the port lingers, if it ever wrote anything: it drops what the peer still sends, until
   * the peer closes its side as well. A socket that is closed earlier answers such bytes with a
   * reset, which throws away what the peer has not read yet. All of that lasts as long as {@link
   * PortOptions#closeTimeout(java.time.Duration)} at the most; then the descriptor is closed and
   * {@link Closed} is the last message, and says how many bytes could not be written.
   *
   * <p>A peer that reads its end and closes, as most do, ends the lingering at once. One that keeps
   * its side open delays {@link Closed} by the close time-out, unless its own end was read before.
   *
   * <p>Blocked senders and receivers end with {@link ChannelClosedException}. Idempotent.
   */
  @Override
  void close();

  /** Closes at once: what waits to be written is dropped, and the peer gets a reset. Idempotent. */
  void abort();

  /**
   * {@return the local address, or null while the port does not stand, and after its end unless it
   * was asked for before} The system is asked once, when somebody first wants to know: by the loop,
   * for which other threads wait.
   */
  @Nullable SocketAddress localAddress();

  /**
   * {@return the peer's address: the one that was connected to, or the one that the accept brought}
   */
  SocketAddress remoteAddress();

  /**
   * {@return what a trusted proxy has said of this connection; null before the first message of it
   * has been received, and where {@link ListenOptions#proxies(TrustedProxies)} trusts no such peer}
   * {@link #remoteAddress()} is the proxy's. Any thread.
   */
  @Nullable ProxyHeader proxyHeader();

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
  <T> Port option(SocketOption<T> option, T value) throws SystemCallException;

  /**
   * {@return the system's number for the socket, as a way out for what this API lacks; -1 while
   * there is none} On the nio engine it is one of its own. It stays the engine's: nobody else may
   * close it, read from it or write to it.
   */
  long descriptor();

  /** {@return whatever the user hung on this port; null at first} */
  @Nullable Object attachment();

  /**
   * Hangs something on this port, a session for example. To be set and read by the receiving
   * thread.
   *
   * @param attachment anything, or null for nothing
   * @return this port
   */
  Port attach(@Nullable Object attachment);
}
