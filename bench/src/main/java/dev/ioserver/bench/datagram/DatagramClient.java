package dev.ioserver.bench.datagram;

import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.SelectorOptions;
import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.spi.DatagramBatch;
import dev.ioserver.engine.spi.DatagramSockets;
import dev.ioserver.engine.spi.DatagramSockets.Feature;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Sockets;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who sends to one server, and receives from it, the same for whatever server that is. It has two
 * sockets. By one of them bursts come and go, as few and as large calls as the system has: with
 * UDP_SEGMENT 64 datagrams are in the server's socket almost at once, as a network device would
 * hand them over. By the other one goes the last datagram of a burst, whose answer this thread
 * sleeps for. So nothing that the server does for a burst wakes anybody but its end.
 *
 * <p>Belongs to one thread. Nothing is under way before and after a burst.
 */
final class DatagramClient implements AutoCloseable {

  private static final int BATCH = 64;

  /** Several datagrams may come as one, of all that IPv4 can carry. */
  private static final int ROOM = 1 << 16;

  /** An answer takes microseconds: beyond this there is none. */
  private static final int MOST_MILLIS = 5_000;

  private static final int TOLD_BYTES = Long.BYTES;

  private final IoSelector selector;
  private final Sockets sockets;
  private final DatagramSockets calls;
  private final long many;
  private final int manyPort;
  private final DatagramSocket one;
  private final DatagramBatch out = new DatagramBatch(BATCH);
  private final DatagramBatch in = new DatagramBatch(BATCH);
  private final MemorySegment outgoing;
  private final MemorySegment incoming;
  private final DatagramPacket request;
  private final DatagramPacket answer;
  private final ByteBuffer requestBytes = ByteBuffer.allocate(Ask.MOST_BYTES);
  private final ByteBuffer answerBytes = ByteBuffer.allocate(Ask.MOST_BYTES + 1);

  /** Datagrams that the server has been sent; it counts them too. */
  private long sent;

  /** Bytes that the datagrams in {@link #outgoing} are laid out for. */
  private int laidOut;

  DatagramClient(int port) throws IOException {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    Arena arena = Arena.ofAuto();
    outgoing = arena.allocate((long) BATCH * Ask.MOST_BYTES);
    incoming = arena.allocate((long) BATCH * ROOM);
    selector = IoSelector.open(SelectorOptions.defaults());
    sockets = selector.openSockets();
    DatagramSockets found = sockets.datagrams();
    if (found == null) {
      selector.close();
      throw new IOException("the engine here has no datagrams to measure with");
    }
    calls = found;
    many =
        calls.open(
            new InetSocketAddress(loopback, 0),
            null,
            SocketOptions.none().with(StandardSocketOptions.SO_RCVBUF, Ask.RECEIVE_BUFFER),
            Set.of(Feature.RECEIVES_SEGMENTS));
    if (many < 0) {
      selector.close();
      throw new IOException("no socket for the client: " + sockets.lastCall() + ", " + many);
    }
    manyPort = sockets.localAddress(many) instanceof InetSocketAddress bound ? bound.getPort() : -1;
    one = new DatagramSocket(new InetSocketAddress(loopback, 0));
    one.connect(loopback, port);
    one.setSoTimeout(MOST_MILLIS);
    request = new DatagramPacket(requestBytes.array(), Ask.LEAST_BYTES);
    request.setSocketAddress(new InetSocketAddress(loopback, port));
    answer = new DatagramPacket(answerBytes.array(), answerBytes.capacity());
    for (int i = 0; i < BATCH; i++) {
      out.hostLow[i] = 0xffffL << Integer.SIZE | 0x7f000001L;
      out.port[i] = port;
      in.address[i] = incoming.address() + (long) i * ROOM;
      if (calls.needsBuffers()) {
        in.buffer[i] = incoming.asSlice((long) i * ROOM, ROOM).asByteBuffer();
      }
    }
  }

  /** Has so many bursts done, one after the other. */
  void exchange(DatagramCase what, int bursts) throws IOException {
    for (int i = 0; i < bursts; i++) {
      switch (what.task()) {
        case RECEIVE -> receive(what.bytes(), what.burst());
        case SEND -> send(what.bytes(), what.burst());
        case ECHO -> echo(what.bytes(), what.burst());
      }
    }
  }

  /**
   * Makes sure that the server has counted all that it was sent.
   *
   * @throws IOException if the kernel has dropped some
   */
  void check() throws IOException {
    long told = 0;
    for (int i = 0; i < 50; i++) {
      ask(Ask.TELL, Ask.LEAST_BYTES);
      if (answer.getLength() != TOLD_BYTES) {
        throw new IOException("an answer has " + answer.getLength() + " bytes instead of 8");
      }
      told = answerBytes.getLong(0);
      if (told == sent) {
        return;
      }
    }
    throw new IOException(
        "the server has received " + told + " of " + sent + " datagrams; " + remedy());
  }

  private void receive(int bytes, int burst) throws IOException {
    give(Ask.COUNT, bytes, burst - 1);
    ask(Ask.TELL, bytes);
  }

  private void echo(int bytes, int burst) throws IOException {
    give(Ask.ECHO, bytes, burst - 1);
    ask(Ask.ECHO, bytes);
    if (answer.getLength() != bytes) {
      throw new IOException("an echo has " + answer.getLength() + " bytes instead of " + bytes);
    }
    take(bytes, burst - 1);
  }

  private void send(int bytes, int burst) throws IOException {
    requestBytes.putInt(Ask.HOW_MANY, burst).putInt(Ask.BYTES, bytes).putInt(Ask.PORT, manyPort);
    ask(Ask.SEND, Ask.LEAST_BYTES);
    take(bytes, burst);
  }

  /** Sends the last datagram of a burst, and sleeps until its answer is there. */
  private void ask(byte code, int bytes) throws IOException {
    requestBytes.put(0, code);
    request.setLength(bytes);
    one.send(request);
    sent++;
    answer.setLength(answerBytes.capacity());
    try {
      one.receive(answer);
    } catch (SocketTimeoutException e) {
      throw new IOException(
          "the server has not answered for " + MOST_MILLIS / 1000 + " s; " + remedy(), e);
    }
  }

  /** Sends all of a burst but the last. */
  private void give(byte code, int bytes, int count) throws IOException {
    if (count > 0 && laidOut != bytes) {
      layOut(bytes);
    }
    for (int left = count; left > 0; ) {
      int most = Math.min(left, BATCH);
      for (int i = 0; i < most; i++) {
        outgoing.set(java.lang.foreign.ValueLayout.JAVA_BYTE, (long) i * bytes, code);
        if (calls.needsBuffers()) {
          rewind(out.buffer[i], bytes);
        }
      }
      int taken = calls.send(many, out, 0, most);
      if (taken > 0) {
        left -= taken;
        sent += taken;
      } else if (taken != ErrorCodes.WOULD_BLOCK) {
        throw new IOException("a burst cannot be sent: " + sockets.lastCall() + ", " + taken);
      }
    }
  }

  private void layOut(int bytes) {
    laidOut = bytes;
    for (int i = 0; i < BATCH; i++) {
      out.address[i] = outgoing.address() + (long) i * bytes;
      out.length[i] = bytes;
      if (calls.needsBuffers()) {
        out.buffer[i] = outgoing.asSlice((long) i * bytes, bytes).asByteBuffer();
      }
    }
  }

  private static void rewind(@Nullable ByteBuffer buffer, int bytes) {
    if (buffer != null) {
      buffer.clear().limit(bytes);
    }
  }

  /** Takes what the server has sent; it is there when the answer is, or as good as there. */
  private void take(int bytes, int count) throws IOException {
    long began = 0;
    for (int left = count; left > 0; ) {
      for (int i = 0; i < BATCH; i++) {
        in.length[i] = ROOM;
        if (calls.needsBuffers()) {
          rewind(in.buffer[i], ROOM);
        }
      }
      int n = calls.receive(many, in, BATCH);
      for (int i = 0; i < n; i++) {
        left -= datagrams(in.length[i], in.segment[i], bytes);
      }
      if (n < 0 && n != ErrorCodes.WOULD_BLOCK) {
        throw new IOException("nothing can be received: " + sockets.lastCall() + ", " + n);
      }
      if (n < 0 && began == 0) {
        began = System.nanoTime();
      } else if (n < 0 && System.nanoTime() - began > TimeUnit.MILLISECONDS.toNanos(MOST_MILLIS)) {
        throw new IOException(left + " of " + count + " datagrams have not come; " + remedy());
      }
    }
  }

  private static int datagrams(int length, int segment, int bytes) throws IOException {
    if ((segment == 0 && length != bytes) || (segment > 0 && segment != bytes)) {
      throw new IOException(
          "what has come has "
              + length
              + " bytes, in segments of "
              + segment
              + ", and should have "
              + bytes);
    }
    return length / bytes;
  }

  private static String remedy() {
    return "a smaller --burst, or a larger limit of what sockets keep (sysctl"
        + " net.core.rmem_max), would help if the kernel has dropped them";
  }

  @Override
  public void close() {
    one.close();
    sockets.close(many);
    sockets.close();
    selector.close();
  }
}
