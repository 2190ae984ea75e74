package dev.ioserver.engine.readiness;

import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.IoSocketOptions;
import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.Chunks;
import dev.ioserver.engine.queue.SmallQueue;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Stream;
import dev.ioserver.engine.spi.StreamHandler;
import java.net.SocketAddress;

/**
 * A connection: reads into the transport's chunk while somebody receives, and writes what is queued
 * as far as the kernel takes it.
 *
 * <p>Belongs to the transport's thread.
 */
final class ReadinessStream extends ReadinessEndpoint implements Stream {

  /** Reads in one turn, so that a fast sender does not keep the others waiting. */
  private static final int READS_PER_TURN = 4;

  /** Reads that drop what arrives when closing, so that the close does not turn into a reset. */
  private static final int READS_ON_CLOSE = 16;

  /**
   * What becomes of the writing side.
   *
   * <pre>
   *   OPEN --shutdownOutput--&gt; SHUTTING --all is written--&gt; SHUT
   *     +------------closeAfterFlush, all is written---------^
   * </pre>
   */
  private enum Output {
    /** Chunks are taken. */
    OPEN,
    /** The peer shall read its end when what is queued has been written. */
    SHUTTING,
    /** The peer reads its end; nothing is taken any more. */
    SHUT
  }

  private final StreamHandler handler;

  /** Who it is connected to, for messages. */
  private final SocketAddress peer;

  private final SmallQueue<Chunk> unsent = new SmallQueue<>();
  private long unsentBytes;

  private boolean connecting;

  /** TCP_QUICKACK was asked for; the kernel has to be told so again after each receive. */
  private final boolean acknowledgesAtOnce;

  /**
   * A write may succeed; cleared when a write would block. True at first: a new socket has room.
   */
  private boolean writable = true;

  /** An event said that the end or an error is near: read on until it shows. */
  private boolean endNear;

  /** An event said that the connection has failed: found out about even if nobody receives. */
  private boolean failing;

  /** The peer has sent its last byte. */
  private boolean ended;

  /** An orderly close is under way: it ends when all that was queued is written. */
  private boolean closing;

  private Output output = Output.OPEN;

  ReadinessStream(
      ReadinessTransport transport,
      long descriptor,
      SocketAddress peer,
      SocketOptions options,
      StreamHandler handler,
      boolean connecting) {
    super(transport, descriptor);
    this.peer = peer;
    this.handler = handler;
    this.connecting = connecting;
    this.acknowledgesAtOnce = options.isOn(IoSocketOptions.TCP_QUICKACK);
  }

  @Override
  int awaited() {
    if (connecting) {
      return Interest.WRITE;
    }
    int awaited = receiving && !readable && !ended ? Interest.READ : Interest.NONE;
    return writable ? awaited : awaited | Interest.WRITE;
  }

  @Override
  void onReady(int readiness) {
    if (connecting) {
      finishConnect();
      if (connecting || closed) {
        return;
      }
    }
    if ((readiness & (Interest.PEER_CLOSED | Interest.ERROR)) != 0) {
      endNear = true;
    }
    if ((readiness & (Interest.READ | Interest.PEER_CLOSED | Interest.ERROR)) != 0) {
      readable = true;
    }
    if ((readiness & Interest.ERROR) != 0) {
      failing = true;
    }
    if ((readiness & (Interest.WRITE | Interest.ERROR)) != 0) {
      writable = true;
    }
    if (canRead() || canWrite()) {
      transport.enqueue(this);
    } else {
      updateInterest();
    }
  }

  @Override
  void proceed() {
    if (closed) {
      return;
    }
    if (canWrite()) {
      write();
    }
    for (int i = 0; i < READS_PER_TURN && canRead(); i++) {
      read();
    }
    if (!closed && canRead()) {
      transport.enqueue(this);
    }
    updateInterest();
  }

  @Override
  public void receiving(boolean on) {
    receiving = on && !closed && !closing && !ended;
    if (canRead()) {
      transport.enqueue(this);
    }
    updateInterest();
  }

  @Override
  public void send(Chunk first) {
    Chunk chunk = first;
    if (closed || output == Output.SHUT || closing) {
      Chunks.releaseChain(chunk);
      return;
    }
    while (chunk != null) {
      Chunk next = chunk.next();
      chunk.next(null);
      unsentBytes += chunk.readable();
      unsent.add(chunk);
      chunk = next;
    }
  }

  @Override
  public void flush() {
    if (!closed && canWrite()) {
      write();
      updateInterest();
    }
  }

  @Override
  public long unsentBytes() {
    return unsentBytes;
  }

  @Override
  public void shutdownOutput() {
    if (!closed && output == Output.OPEN) {
      output = Output.SHUTTING;
      flush();
      shutIfFlushed();
    }
  }

  @Override
  public void closeAfterFlush() {
    if (closed || closing) {
      return;
    }
    if (connecting && unsentBytes == 0) {
      closeNow(false);
      return;
    }
    closing = true;
    receiving = false;
    flush();
    closeIfFlushed();
    updateInterest();
  }

  @Override
  public void close(boolean reset) {
    closeNow(reset);
  }

  @Override
  void tellFailed(SystemCallException cause) {
    handler.onFailed(cause);
  }

  @Override
  void tellClosed() {
    handler.onClosed();
  }

  @Override
  String detail() {
    return Addresses.text(peer);
  }

  @Override
  void release() {
    unsent.drain(Chunk::release);
    unsentBytes = 0;
  }

  /** The connection stands: says so, and lets what was queued meanwhile go. */
  void connected() {
    connecting = false;
    writable = true;
    handler.onConnected();
    if (!closed && canWrite()) {
      transport.enqueue(this);
    }
    if (!closed) {
      shutIfFlushed();
    }
  }

  private void finishConnect() {
    int result = transport.sockets.finishConnect(descriptor);
    if (result == ErrorCodes.IN_PROGRESS) {
      // An event that was not about the outcome; on some systems a fresh socket raises one.
      return;
    }
    if (result < 0) {
      fail(result);
      return;
    }
    connected();
    updateInterest();
  }

  private boolean canRead() {
    return readable && !ended && !closed && !connecting && (receiving || mustLook());
  }

  /**
   * Whether to read although nobody receives: only a read can tell what has failed, and whether
   * bytes come before that. Bytes that it finds the handler keeps, and no more are read until they
   * have gone, so that they are bounded by one chunk.
   */
  private boolean mustLook() {
    return failing && !closing && !handler.keepsBytes();
  }

  private boolean canWrite() {
    return writable && unsentBytes > 0 && !closed && !connecting;
  }

  private void read() {
    Chunk chunk = transport.receiveChunk();
    int offset = chunk.writeIndex();
    int room = chunk.writable();
    int n = transport.sockets.receive(descriptor, chunk, offset, room);
    transport.counters.reads.add(1);
    if (n > 0) {
      // A short read has emptied the socket; the next byte, or the end, makes a new event. Unless
      // that event was the one at hand.
      readable = n == room || endNear;
      transport.counters.bytesIn.add(n);
      if (acknowledgesAtOnce) {
        transport.sockets.setOption(descriptor, IoSocketOptions.TCP_QUICKACK, true);
      }
      chunk.writeIndex(offset + n);
      handler.onReceived(chunk, offset, n);
    } else if (n == 0) {
      ended = true;
      receiving = false;
      handler.onPeerClosed();
    } else if (n == ErrorCodes.WOULD_BLOCK) {
      readable = false;
      endNear = false;
      failing = false;
    } else {
      fail(n);
    }
  }

  private void write() {
    while (canWrite()) {
      Chunk first = unsent.peek();
      assert first != null : "bytes to write, but no chunk";
      long n = unsent.size() == 1 ? transport.sockets.send(descriptor, first) : gather();
      transport.counters.writes.add(1);
      if (n == ErrorCodes.WOULD_BLOCK) {
        writable = false;
      } else if (n < 0) {
        fail((int) n);
        return;
      } else {
        written(n);
      }
    }
    if (!closed) {
      shutIfFlushed();
      closeIfFlushed();
    }
  }

  private long gather() {
    int count = unsent.copyTo(transport.gathered);
    return transport.sockets.send(descriptor, transport.gathered, count);
  }

  private void written(long bytes) {
    transport.counters.bytesOut.add(bytes);
    unsentBytes -= bytes;
    long left = bytes;
    for (Chunk chunk = unsent.peek(); chunk != null; chunk = unsent.peek()) {
      int readable = chunk.readable();
      if (readable > left) {
        chunk.readIndex(chunk.readIndex() + (int) left);
        break;
      }
      left -= readable;
      var _ = unsent.poll();
      chunk.releaseByOwner();
    }
    handler.onSent(bytes);
  }

  private void shutIfFlushed() {
    if (output == Output.SHUTTING && unsentBytes == 0 && !connecting && !closed) {
      output = Output.SHUT;
      int result = transport.sockets.shutdownOutput(descriptor);
      if (result < 0) {
        fail(result);
      }
    }
  }

  private void closeIfFlushed() {
    if (!closing || unsentBytes > 0 || connecting || closed) {
      return;
    }
    if (output != Output.SHUT) {
      output = Output.SHUT;
      transport.sockets.shutdownOutput(descriptor);
    }
    // Unread bytes would make the close a reset, which may overtake what was just written.
    dropInput();
    closeNow(false);
  }

  private void dropInput() {
    Chunk chunk = transport.receiveChunk();
    for (int i = 0; i < READS_ON_CLOSE; i++) {
      if (transport.sockets.receive(descriptor, chunk, chunk.writeIndex(), chunk.writable()) <= 0) {
        return;
      }
    }
  }
}
