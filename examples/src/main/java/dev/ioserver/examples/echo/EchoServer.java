package dev.ioserver.examples.echo;

import dev.ioserver.engine.Channels;
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.AppMessage;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.CreditUsed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Expired;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.LoopCounters;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.MessageHandler;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.Writable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Sends back what it gets.
 *
 * <p>Thread-safety: the thread that opened it runs it and closes it; {@link #stop()} is for any
 * thread.
 */
@SuppressWarnings("ReferenceEquality") // one and the same port is meant
public final class EchoServer implements MessageHandler<Message>, AutoCloseable {

  private static final System.Logger LOG = System.getLogger("dev.ioserver.examples.echo");
  private static final int BATCH = 256;

  /** How long a client that has said all may take to read the rest. */
  private static final long CLOSE_NANOS = Duration.ofMinutes(1).toNanos();

  private final IoServer server;
  private final Listener listener;
  private final Select<Message> select;

  /** One more source to wait for: whoever wants the server to stop closes it. */
  private final Channel<AppMessage> stop = Channels.mpsc(1);

  private boolean stopped;

  private EchoServer(IoServer server, Listener listener, boolean callerRuns) {
    this.server = server;
    this.listener = listener;
    select = callerRuns ? server.select() : Select.of(listener);
    select.add(stop);
  }

  /**
   * Opens a server; it listens when this returns.
   *
   * @throws SystemCallException if the port is in use, or the address is not this host's
   * @throws dev.ioserver.engine.api.EngineUnavailableException if the engine does not fit
   */
  public static EchoServer open(EchoConfig config) throws SystemCallException {
    IoServerOptions options =
        IoServerOptions.defaults()
            .engine(config.engine())
            .loops(config.loops())
            .idle(config.idle())
            .name("echo");
    PortOptions ports =
        PortOptions.defaults()
            .framing(config.framing())
            .credit(EchoConnection.CREDIT)
            .closeTimeout(Duration.ofNanos(CLOSE_NANOS));
    IoServer server = IoServer.open(options);
    try {
      Listener listener = server.listen(config.listen(), ListenOptions.defaults().ports(ports));
      return new EchoServer(server, listener, config.loops() == 0);
    } catch (SystemCallException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** The address it listens on, with the port that the system chose. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  /** The engine's name. */
  public String engine() {
    return server.engine();
  }

  /** What each event loop has counted. */
  public List<LoopCounters> counters() {
    return server.counters();
  }

  /**
   * Echoes until {@link #stop()}, or for a limited time.
   *
   * @param timeoutNanos nanoseconds; negative runs without end
   * @throws InterruptedException if the thread is interrupted
   */
  public void run(long timeoutNanos) throws InterruptedException {
    long deadline = System.nanoTime() + timeoutNanos;
    while (!stopped) {
      long wait = timeoutNanos < 0 ? -1 : deadline - System.nanoTime();
      if (timeoutNanos >= 0 && wait <= 0) {
        return;
      }
      select.pollNanos(this, BATCH, wait);
    }
  }

  /** Ends {@link #run(long)}. Any thread; idempotent. */
  public void stop() {
    stop.close();
  }

  @Override
  public void onMessage(Receiver<?> source, Message message) {
    switch (message) {
      case Data data -> connection(data.port()).onData(data);
      case Writable(Port port) -> connection(port).onWritable();
      case Accepted(Listener from, Port port) -> onAccepted(port);
      case PeerClosed(Port port) -> connection(port).onPeerClosed();
      case Failed(Receiver<?> from, IOException cause) -> onFailed(from, cause);
      case Closed(Receiver<?> from) -> onClosed(from);
      case CreditUsed _ -> {} // more comes when what was received has been sent
      case Connected _, Expired _, AppMessage _ -> {} // nothing here connects, waits or tells
    }
  }

  @Override
  public void close() {
    stop.close();
    server.close();
    select.close();
  }

  private void onAccepted(Port port) {
    port.attach(new EchoConnection(port));
    select.add(port);
  }

  private void onClosed(Receiver<?> from) {
    if (from instanceof Port port) {
      connection(port).onClosed();
    } else if (from == stop) {
      stopped = true;
    }
  }

  /** Descriptors that run out are worth a word; that a client went away is not. */
  private void onFailed(Receiver<?> from, IOException cause) {
    boolean ours = from == listener;
    LOG.log(ours ? Level.WARNING : Level.DEBUG, () -> "echo: " + cause.getMessage());
  }

  private static EchoConnection connection(Port port) {
    return (EchoConnection) Objects.requireNonNull(port.attachment(), "a port of no connection");
  }
}
