package dev.ioserver.engine.port;

import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.CreditUsed;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.Writable;
import dev.ioserver.engine.loop.Deadline;
import dev.ioserver.engine.loop.EventLoop;
import dev.ioserver.engine.loop.LoopResource;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.spi.Endpoint;
import dev.ioserver.engine.spi.EndpointHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A port within its loop.
 *
 * <pre>
 *   NEW --start--&gt; CONNECTING --onConnected--&gt; OPEN --CLOSE--&gt; CLOSING --onClosed--&gt; ENDED
 *     |                |                        |                |
 *     +--start, adopt--|------------------------+                |
 *                      +-------onFailed, onClosed, ABORT---------+----------------&gt; ENDED
 * </pre>
 *
 * <p>Thread-safety: {@link #ask} and {@link #start} are for any thread; the rest is the loop's.
 */
final class Connection extends LoopRequests implements EndpointHandler, LoopResource {

  /** Requests: see {@link #onRequests}. */
  static final int CONNECT = 1;

  static final int ADOPT = 1 << 1;
  static final int SEND = 1 << 2;
  static final int RECEIVE = 1 << 3;
  static final int PASSIVATED = 1 << 4;
  static final int SHUTDOWN = 1 << 5;
  static final int CLOSE = 1 << 6;
  static final int ABORT = 1 << 7;
  private static final int ADOPT_FAILED = 1 << 8;

  /** Asked for by the loop itself: it comes in its next cycle, before which it does not wait. */
  private static final int LOOK = 1 << 9;

  private final TcpPort port;
  private final EventLoop loop;
  private final Outbound output;
  private final Inbound input;
  private final PortSender sender;
  private final Deadline connectDeadline = new Deadline(this::connectTimedOut);
  private final Deadline closeDeadline = new Deadline(this::closeTimedOut);
  private final CreditUsed passive;
  private final PeerClosed peerClosed;
  private final Writable writable;

  private Endpoint endpoint = NoEndpoint.INSTANCE;

  /** Given with ADOPT; published by the request. */
  private long descriptor;

  /** Why the accepted descriptor could not be adopted; given with ADOPT_FAILED. */
  private @Nullable SystemCallException adoptFailure;

  private boolean closing;
  private boolean failing;
  private boolean ended;

  Connection(TcpPort port) {
    super(port.loop());
    this.port = port;
    this.loop = port.loop();
    this.output = port.output();
    this.sender = new PortSender(loop, output, this);
    this.input = new Inbound(port, this, port.options().framing());
    this.passive = new CreditUsed(port);
    this.peerClosed = new PeerClosed(port);
    this.writable = new Writable(port);
  }

  PortSender sender() {
    return sender;
  }

  /** Begins its life in the loop; at once if this is the loop's thread. */
  void start(int how, long accepted) {
    descriptor = accepted;
    if (loop.isOwner() && !loop.isTerminated()) {
      onRequests(how);
    } else {
      // To a loop that has ended as well: it ends the port, and gives the descriptor back.
      ask(how);
    }
  }

  @Override
  void onRequests(int bits) {
    if ((bits & CONNECT) != 0) {
      connect();
    }
    if ((bits & ADOPT) != 0) {
      adopt();
    }
    if ((bits & (CONNECT | ADOPT)) != 0) {
      sender.start();
    }
    if ((bits & ADOPT_FAILED) != 0) {
      adoptFailed();
    }
    // What was sent before any other request was in the outbox before the request was made.
    sender.drainOutbox();
    if (ended) {
      return;
    }
    if ((bits & PASSIVATED) != 0) {
      deliverPassive();
    }
    if ((bits & ABORT) != 0) {
      endpoint.close(true);
    } else {
      if ((bits & (RECEIVE | PASSIVATED)) != 0) {
        receive();
      } else if ((bits & LOOK) != 0) {
        look();
      }
      if ((bits & SHUTDOWN) != 0) {
        sender.flushLocal();
        endpoint.shutdownOutput();
      }
      if ((bits & CLOSE) != 0) {
        close();
      }
    }
    port.announce();
  }

  @Override
  void onLoopEnded(int bits) {
    if ((bits & ADOPT) != 0) {
      loop.transport().discard(descriptor);
    }
    onClosed();
    sender.drainOutbox();
  }

  private void connect() {
    loop.add(this);
    long timeout = port.options().connectTimeoutNanos();
    if (timeout > 0) {
      loop.timers().set(connectDeadline, System.nanoTime() + timeout);
    }
    Endpoint connecting = loop.transport().connect(port.remoteAddress(), port.options(), this);
    opened(connecting);
  }

  private void adopt() {
    loop.add(this);
    try {
      Endpoint adopted = loop.transport().adopt(descriptor, port.options(), this);
      port.setConnected();
      opened(adopted);
    } catch (SystemCallException e) {
      // Told later, when Accepted has been: nobody can know of this port before.
      adoptFailure = e;
      ask(ADOPT_FAILED);
    }
  }

  private void adoptFailed() {
    SystemCallException cause = adoptFailure;
    if (!ended && cause != null) {
      onFailed(cause);
      onClosed();
    }
  }

  private void opened(Endpoint opened) {
    if (ended) {
      return;
    }
    endpoint = opened;
    sender.endpoint(opened);
    port.localAddress(opened.localAddress());
    updateReceiving();
  }

  private void receive() {
    input.ask(port.demand().asked());
    input.proceed();
    look();
  }

  /** A passive receive that is for now may need another look. */
  private void look() {
    if (input.looksOn()) {
      ask(LOOK);
    }
    updateReceiving();
  }

  private void close() {
    if (closing) {
      // Asked for by two threads at once: once is enough, and a deadline is set once.
      return;
    }
    closing = true;
    sender.flushLocal();
    endpoint.receiving(false);
    long timeout = port.options().closeTimeoutNanos();
    if (timeout == 0) {
      endpoint.close(endpoint.unsentBytes() > 0);
      return;
    }
    endpoint.closeAfterFlush();
    if (!ended) {
      loop.timers().set(closeDeadline, System.nanoTime() + timeout);
    }
  }

  private void updateReceiving() {
    if (!ended) {
      endpoint.receiving(input.wantsBytes());
    }
  }

  @Override
  public void onConnected() {
    loop.timers().cancel(connectDeadline);
    port.setConnected();
    port.localAddress(endpoint.localAddress());
    port.put(new Connected(port));
    updateReceiving();
    port.announce();
  }

  @Override
  public void onReceived(Chunk chunk, int offset, int length) {
    input.received(chunk, offset, length);
    updateReceiving();
    port.announce();
  }

  @Override
  public void onSent(long bytes) {
    if (output.written(bytes)) {
      port.put(writable);
      port.announce();
      port.wakeSenders();
    }
  }

  @Override
  public void onPeerClosed() {
    input.ended();
    input.proceed();
    port.announce();
  }

  @Override
  public void onFailed(SystemCallException cause) {
    failed(cause);
  }

  private void failed(IOException cause) {
    failing = true;
    port.fail(cause);
    port.put(new Failed(port, cause));
  }

  @Override
  public void onClosed() {
    if (ended) {
      return;
    }
    ended = true;
    loop.timers().cancel(connectDeadline);
    loop.timers().cancel(closeDeadline);
    input.release();
    endpoint = NoEndpoint.INSTANCE;
    sender.endpoint(endpoint);
    sender.drainOutbox();
    sender.flushLocal();
    port.put(new Closed(port));
    port.end();
    loop.remove(this);
  }

  @Override
  public boolean onAccepted(long accepted) {
    throw new AssertionError("a connection accepts nothing");
  }

  @Override
  public void onAcceptFailed(SystemCallException cause) {
    throw new AssertionError("a connection accepts nothing");
  }

  @Override
  public void closeWithServer() {
    port.close();
  }

  @Override
  public void endNow(Throwable cause) {
    if (!ended) {
      if (loop.failure() != null) {
        failed(new IOException("the event loop failed", cause));
      }
      endpoint.close(true);
      onClosed();
    }
  }

  /** Whether nothing more is to be delivered because it is about to be closed with a failure. */
  boolean isFailing() {
    return failing || ended;
  }

  void failWith(IOException cause) {
    failed(cause);
    endpoint.close(false);
  }

  void deliverData(PooledData data) {
    port.putData(data);
  }

  void deliverPassive() {
    port.put(passive);
  }

  void deliverPeerClosed() {
    port.put(peerClosed);
  }

  private void connectTimedOut() {
    onFailed(
        new SystemCallException(
            "connect",
            port.remoteAddress().toString(),
            0,
            "ETIMEDOUT",
            "no answer within "
                + port.options().connectTimeoutNanos() / 1_000_000
                + " ms (connectTimeoutNanos)",
            SystemCallException.Kind.TIMED_OUT));
    endpoint.close(false);
  }

  private void closeTimedOut() {
    endpoint.close(true);
  }
}
