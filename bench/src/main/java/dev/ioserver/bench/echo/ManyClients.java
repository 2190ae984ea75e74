package dev.ioserver.bench.echo;

import dev.ioserver.bench.raw.RawLoop;
import dev.ioserver.bench.raw.RawSockets;
import dev.ioserver.bindings.linux.Epoll;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.SocketAddress;
import org.HdrHistogram.Histogram;

/**
 * Many connections in the hands of one thread, straight on epoll, so that the client costs as
 * little as it can and the same whatever it talks to.
 */
final class ManyClients implements AutoCloseable {

  private static final int MAX_EVENTS = 256;
  private static final int ROOM = 1 << 16;

  private final RawLoop loop = new RawLoop(MAX_EVENTS);
  private final RawSockets sockets = new RawSockets();
  private final MemorySegment outgoing;
  private final MemorySegment incoming;
  private final int answerLength;
  private final int[] descriptors;

  /** Bytes of the message in hand that have come back. */
  private final int[] partial;

  /** At a fixed rate, the number of the message whose echo comes next on a connection. */
  private final long[] nextEcho;

  private boolean started;

  /** Clients whose messages of so many bytes come back. */
  ManyClients(SocketAddress server, int connections, int size) {
    this(server, connections, new byte[size], size);
  }

  /** Clients that send a request, and know how long its answer is. */
  ManyClients(SocketAddress server, int connections, byte[] request, int answerLength) {
    this.answerLength = answerLength;
    Arena arena = Arena.ofAuto();
    outgoing = arena.allocateFrom(ValueLayout.JAVA_BYTE, request);
    incoming = arena.allocate(ROOM);
    descriptors = new int[connections];
    partial = new int[connections];
    nextEcho = new long[connections];
    for (int i = 0; i < connections; i++) {
      descriptors[i] = sockets.connect(server);
      loop.add(descriptors[i], Epoll.EPOLLIN, i);
    }
  }

  /**
   * Takes so many echoes, and sends the next message on each connection as soon as its echo is
   * complete: one message is under way on each connection at any time.
   */
  void exchange(int messages) {
    if (!started) {
      started = true;
      for (int descriptor : descriptors) {
        send(descriptor);
      }
    }
    for (int done = 0; done < messages; ) {
      int n = loop.await(-1);
      for (int i = 0; i < n; i++) {
        int connection = (int) loop.token(i);
        if (connection >= 0 && take(connection) > 0) {
          send(descriptors[connection]);
          done++;
        }
      }
    }
  }

  /**
   * As {@link #exchange}, but it begins and ends with nothing under way, so that the server rests
   * in between.
   */
  void exchangeAndRest(int messages) {
    int sent = Math.min(messages, descriptors.length);
    for (int i = 0; i < sent; i++) {
      send(descriptors[i]);
    }
    for (int done = 0; done < messages; ) {
      int n = loop.await(-1);
      for (int i = 0; i < n; i++) {
        int connection = (int) loop.token(i);
        if (connection >= 0 && take(connection) > 0) {
          done++;
          if (sent < messages) {
            send(descriptors[connection]);
            sent++;
          }
        }
      }
    }
  }

  /**
   * Sends at a fixed rate, on one connection after another, whether or not earlier messages have
   * come back, and notes for each how long after the time at which it <em>should</em> have been
   * sent its echo was complete.
   */
  void exchangeAtRate(int messagesPerSecond, int messages, Histogram latencies) {
    long gapNanos = 1_000_000_000L / messagesPerSecond;
    // Echoes come back in order, so the number of an echo, and with it when it was due, is known.
    for (int i = 0; i < descriptors.length; i++) {
      nextEcho[i] = i;
    }
    long start = System.nanoTime();
    int sent = 0;
    int received = 0;
    while (received < messages) {
      long now = System.nanoTime();
      while (sent < messages && now - (start + sent * gapNanos) >= 0) {
        int connection = sent % descriptors.length;
        send(descriptors[connection]);
        sent++;
      }
      int n = loop.await(0);
      for (int i = 0; i < n; i++) {
        int connection = (int) loop.token(i);
        if (connection < 0) {
          continue;
        }
        long arrived = System.nanoTime();
        for (int complete = take(connection); complete > 0; complete--) {
          long due = start + nextEcho[connection] * gapNanos;
          latencies.recordValue(Math.max(1, arrived - due));
          nextEcho[connection] += descriptors.length;
          received++;
        }
      }
    }
  }

  @Override
  public void close() {
    loop.close();
    for (int descriptor : descriptors) {
      sockets.close(descriptor);
    }
  }

  /** Reads what is there; returns how many messages are complete by that. */
  private int take(int connection) {
    int n = sockets.receive(descriptors[connection], incoming, ROOM);
    if (n == 0) {
      throw new IllegalStateException("the server has closed a connection");
    }
    int bytes = partial[connection] + Math.max(0, n);
    partial[connection] = bytes % answerLength;
    return bytes / answerLength;
  }

  private void send(int descriptor) {
    int size = (int) outgoing.byteSize();
    int n = sockets.send(descriptor, outgoing, size);
    if (n != size) {
      throw new IllegalStateException("the socket's buffer is full: the server does not keep up");
    }
  }
}
