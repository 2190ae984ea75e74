package dev.ioserver.examples.feed.subscribe;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.DatagramCursor;
import dev.ioserver.engine.api.DatagramOptions;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.api.Expired;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.MessageHandler;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.Timer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber: a thread that hears a feed through one socket, and keeps the books. It asks for
 * what is missing from the same socket, so answers come where the feed does.
 *
 * <p>Datagrams are looked at in batches, as one call to the system has brought them, without an
 * object or a queue for each.
 */
public final class Subscriber implements MessageHandler<Message>, FeedListener {

  private static final System.Logger LOG = System.getLogger("dev.ioserver.examples.feed");

  private static final int BATCH = 64;

  /** Longer than any packet of a feed that stays below the size of an Ethernet frame. */
  private static final int LONGEST_PACKET = 2048;

  private static final int RECEIVE_BUFFER = 4 << 20;
  private static final Duration TICK = Duration.ofMillis(5);
  private static final long CLOCK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final SubscriberOptions options;
  private final FeedCounts counts;
  private final FeedBooks books;
  private final WallClock clock = new WallClock();
  private final CompletableFuture<Void> listening = new CompletableFuture<>();

  private @Nullable FeedReceiver receiver;
  private @Nullable DatagramPort port;
  private @Nullable IOException failure;
  private boolean stamped;
  private long clockSetNanos = System.nanoTime();

  /** Set by any thread, read by the subscriber's in each turn. */
  private volatile boolean stopped;

  /** Prepares a subscriber. */
  public Subscriber(SubscriberOptions options) {
    this.options = options;
    counts = new FeedCounts(options.name());
    books = new FeedBooks(counts.faults);
  }

  /** Returns what can be seen while it runs. Any thread. */
  public FeedCounts counts() {
    return counts;
  }

  /** Completes when the group is joined, or with the reason why it is not. Any thread. */
  public CompletableFuture<Void> listening() {
    return listening;
  }

  /** Ends it before the session does. Any thread. */
  public void stop() {
    stopped = true;
  }

  /**
   * Hears the feed until the session has ended, or nothing is heard of it any more. Once.
   *
   * @throws SystemCallException if the group cannot be joined
   */
  public SubscriberResult run() throws IOException, InterruptedException {
    IoServerOptions loop =
        IoServerOptions.defaults().engine(options.engine()).name(options.name()).callerRuns();
    try (IoServer io = IoServer.open(loop)) {
      DatagramPort opened = open(io);
      port = opened;
      FeedReceiver made =
          new FeedReceiver(options.receiver(), counts, this, this::request, System.nanoTime());
      receiver = made;
      opened.onDatagrams(this::onDatagrams);
      Timer tick = io.timer(TICK, TICK);
      listening.complete(null);
      hear(io, made);
      tick.cancel();
      IOException cause = failure;
      if (cause != null) {
        throw cause;
      }
      return new SubscriberResult(
          options.name(), io.engine(), counts, books.snapshot(), made.isComplete(), stamped);
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      listening.completeExceptionally(e);
      throw e;
    }
  }

  private void hear(IoServer io, FeedReceiver made) throws InterruptedException {
    while (!stopped && failure == null && !made.isComplete()) {
      io.pollNanos(this, BATCH, -1);
      if (made.isSilent(System.nanoTime())) {
        LOG.log(WARNING, () -> options.name() + ": nothing is heard of the feed any more");
        return;
      }
    }
  }

  @Override
  public void onMessage(Receiver<?> source, Message message) {
    switch (message) {
      case Expired expired -> onTick(expired.timer());
      case Failed(DatagramPort _, IOException cause) -> failure = cause;
      case Closed _ -> stopped = true;
      default -> {} // that a request was not delivered: it is sent again
    }
  }

  @Override
  public void onMessage(ByteBuffer buffer, int offset, int length, long stamp) {
    books.onMessage(buffer, offset, length);
    if (stamp != 0) {
      counts.wireToBook.record(clock.nanos() - stamp);
    }
  }

  private void onDatagrams(DatagramCursor datagrams) {
    FeedReceiver to = Objects.requireNonNull(receiver, "datagrams before the receiver");
    long nowNanos = System.nanoTime();
    while (datagrams.next()) {
      long stamp = datagrams.receivedNanos();
      if (stamp != 0) {
        counts.kernelToApplication.record(clock.nanos() - stamp);
      }
      counts.drops.add(datagrams.drops());
      to.onDatagram(datagrams, nowNanos);
    }
  }

  private void onTick(Timer tick) {
    tick.takeExpirations();
    long nowNanos = System.nanoTime();
    if (nowNanos - clockSetNanos >= CLOCK_NANOS) {
      clock.set();
      clockSetNanos = nowNanos;
    }
    FeedReceiver made = receiver;
    if (made != null) {
      made.onTick(nowNanos);
    }
  }

  private boolean request(ByteBuffer request, SocketAddress to) {
    DatagramPort open = port;
    try {
      return open != null && open.trySend(request, to);
    } catch (ChannelClosedException e) {
      return false; // the message that says why is on its way
    }
  }

  private DatagramPort open(IoServer io) throws SystemCallException {
    InetSocketAddress group = options.group();
    DatagramOptions plain =
        DatagramOptions.defaults()
            .maxDatagram(LONGEST_PACKET)
            .credit(DatagramOptions.UNLIMITED)
            .option(StandardSocketOptions.SO_REUSEADDR, true)
            .option(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
    SocketAddress local = new InetSocketAddress(anyAddress(group.getAddress()), group.getPort());
    DatagramPort opened = bind(io, local, plain);
    opened.join(group.getAddress(), options.networkInterface());
    return opened;
  }

  /** With the kernel's stamps, or without them where it has none, which is said. */
  private DatagramPort bind(IoServer io, SocketAddress local, DatagramOptions plain)
      throws SystemCallException {
    try {
      DatagramPort opened = io.bind(local, plain.stamps(DatagramOptions.Stamps.KERNEL));
      stamped = true;
      return opened;
    } catch (SystemCallException e) {
      DatagramPort opened = io.bind(local, plain);
      LOG.log(INFO, () -> options.name() + ": no receive stamps here: " + e.getMessage());
      return opened;
    }
  }

  private static InetAddress anyAddress(InetAddress group) {
    try {
      return InetAddress.getByAddress(new byte[group.getAddress().length]);
    } catch (IOException e) {
      throw new AssertionError("the length is that of an address", e);
    }
  }
}
