package dev.ioserver.engine;

import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.DatagramOptions;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.api.Durations;
import dev.ioserver.engine.api.EngineUnavailableException;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.LoopCounters;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.MessageHandler;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.PortSnapshot;
import dev.ioserver.engine.api.ShuttingDown;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.Timer;
import dev.ioserver.engine.api.Watch;
import dev.ioserver.engine.channel.MessageSource;
import dev.ioserver.engine.jfr.PeriodicCounters;
import dev.ioserver.engine.loop.EventLoop;
import dev.ioserver.engine.loop.LoopBeans;
import dev.ioserver.engine.loop.LoopCall;
import dev.ioserver.engine.loop.LoopTask;
import dev.ioserver.engine.loop.LoopThreads;
import dev.ioserver.engine.loop.LoopTurns;
import dev.ioserver.engine.port.LoopTimer;
import dev.ioserver.engine.port.LoopWatch;
import dev.ioserver.engine.port.TcpListener;
import dev.ioserver.engine.port.TcpPort;
import dev.ioserver.engine.port.UdpPort;
import dev.ioserver.engine.spi.DatagramSockets;
import dev.ioserver.engine.spi.Engine;
import dev.ioserver.engine.spi.Engines;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One or more event loops and the ports they own: where everything begins.
 *
 * {@snippet file="dev/ioserver/engine/snippets/IoServerSnippetTest.java" region="echo"}
 *
 * <p>By default a server has loops with threads of their own, and messages are received on the
 * user's threads, with {@link Select} or from each port. With {@link IoServerOptions#callerRuns()}
 * it has one loop and no thread: the thread that opened it, or that {@link #claim() claims} it
 * later, runs the loop with {@link #poll(MessageHandler, int)} or with any call that waits. Every
 * port of such a server is a member of its {@link #select()} until it is added to another one; an
 * accepted port from when its {@link Accepted} is received, so that nothing comes from it before.
 *
 * <p>A thread may own several caller-run servers. Each one's {@code poll} and select run its own
 * loop; a wait for a single port or timer runs the loop of the server that was claimed last.
 *
 * <p>Thread-safety: any thread, except for what is said of caller-run servers: {@code poll} and the
 * methods of {@link #select()} are for the thread that runs the server. Another one gets an {@link
 * IllegalStateException} that names the owner. A virtual thread cannot run a server; it may receive
 * from the ports of any.
 */
public final class IoServer implements AutoCloseable {

  /** For a listener whose caller has given up before it was open. */
  private static final Consumer<Listener> CLOSE_LISTENER =
      new Consumer<>() {
        @Override
        public void accept(Listener listener) {
          listener.close();
        }
      };

  private static final Duration MOST_SHUTDOWN = Duration.ofHours(24);

  private final Engine provider;
  private final List<EventLoop> loops;
  private final LoopTurns turns;
  private final LoopThreads threads;
  private final boolean callerRuns;
  private final @Nullable Select<Message> select;
  private final @Nullable LoopBeans beans;
  private final @Nullable PeriodicCounters recorded;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** The first one that was asked for, or null. Volatile. */
  private final AtomicReference<@Nullable Shutdown> shutdown = new AtomicReference<>();

  private final long closeNanos;

  private IoServer(Engine provider, IoServerOptions options, List<EventLoop> loops) {
    this.provider = provider;
    this.loops = loops;
    this.turns = new LoopTurns(loops);
    this.callerRuns = options.loops() == 0;
    this.closeNanos = Durations.nanos(options.closeTimeout());
    this.select = callerRuns ? Select.ofLoop(loops.getFirst()) : null;
    this.beans = options.jmx() ? LoopBeans.register(loops) : null;
    try {
      this.threads =
          callerRuns ? LoopThreads.NONE : LoopThreads.start(options.threadFactory(), loops);
      if (callerRuns) {
        run(loops.getFirst());
      }
      this.recorded =
          loops.getFirst().events() == null ? null : PeriodicCounters.of(this::counters);
    } catch (RuntimeException | Error e) {
      if (beans != null) {
        beans.unregister();
      }
      throw e;
    }
  }

  /**
   * Opens a server with the default options.
   *
   * @return the server
   * @throws EngineUnavailableException if no engine fits
   * @throws SystemCallException if the system refuses, for want of descriptors for example
   */
  public static IoServer open() throws SystemCallException {
    return open(IoServerOptions.defaults());
  }

  /**
   * Opens a server.
   *
   * @param options how it is to be opened
   * @return the server
   * @throws EngineUnavailableException if no engine fits, or the one asked for does not, or cannot
   *     do what the options ask for
   * @throws SystemCallException if the system refuses, for want of descriptors for example
   * @throws IllegalStateException if a virtual thread opens a caller-run server
   */
  public static IoServer open(IoServerOptions options) throws SystemCallException {
    if (options.loops() == 0) {
      checkPlatformThread();
    }
    Engine provider = Engines.choose(options.engine());
    int count = Math.max(1, options.loops());
    // With room for all: what has been opened is in the list, whatever happens.
    List<EventLoop> loops = new ArrayList<>(count);
    try {
      for (int i = 0; i < count; i++) {
        loops.add(new EventLoop(options.name() + "-" + i, provider, options));
      }
      return new IoServer(provider, options, List.copyOf(loops));
    } catch (SystemCallException | RuntimeException | Error e) {
      // Of a loop whose thread has run this is the second close, which does nothing.
      for (EventLoop loop : loops) {
        try {
          loop.transport().close();
        } catch (RuntimeException | Error second) {
          // The others must be closed all the same.
          e.addSuppressed(second);
        }
      }
      throw e;
    }
  }

  /**
   * Listens on an address.
   *
   * <p>With a {@link java.net.UnixDomainSocketAddress} it listens on a Unix socket, whose file it
   * makes. Closing the listener removes that file, unless it is another one by then; {@link
   * ListenOptions#removeLeftOverFile(boolean)} is about one that a killed server has left behind.
   *
   * @param address resolved; port 0 lets the system choose. The wildcard, {@code new
   *     InetSocketAddress(port)}, takes IPv6 and IPv4, as in the JDK, unless {@link
   *     dev.ioserver.engine.api.IoSocketOptions#IPV6_V6ONLY} says otherwise. A {@link
   *     java.net.UnixDomainSocketAddress} or {@link dev.ioserver.engine.api.UnixNameAddress} is one
   *     of a Unix socket
   * @param options how it is to be opened
   * @return the listener
   * @throws SystemCallException if the address is taken, not this host's, or not allowed
   * @throws IllegalStateException if this is closed, or shuts down; if all loops have failed; if
   *     another thread listens on a caller-run server whose owner has ended, or has not run it for
   *     5 seconds
   */
  public Listener listen(SocketAddress address, ListenOptions options) throws SystemCallException {
    checkResolved(address);
    if (shutdown.get() != null) {
      throw new IllegalStateException("the server is shutting down, and accepts no more");
    }
    EventLoop loop = nextLoop();
    Accepting accepting = new Accepting();
    TcpListener listener = new TcpListener(loop, options, accepting, accepting);
    return LoopCall.call(loop, new Listening(listener, address), CLOSE_LISTENER);
  }

  /**
   * As the other, with default options.
   *
   * @param address where to listen; port 0 lets the system choose
   * @return the listener
   * @throws SystemCallException if the system refuses
   */
  public Listener listen(SocketAddress address) throws SystemCallException {
    return listen(address, ListenOptions.defaults());
  }

  /**
   * Begins to connect and returns at once. {@link Connected} or {@link Failed} says what came of
   * it; {@link Port#awaitConnected(Duration)} waits for it. Sending may begin at once.
   *
   * <p>On a caller-run server the port is a member of {@link #select()}, whichever thread connects
   * it. To receive from it on another thread, have the owner remove it from there first.
   *
   * @param remote resolved; or that of a Unix socket, as for {@link #listen(SocketAddress)}
   * @param options how it is to be opened
   * @return the port, which is not connected yet
   * @throws IllegalStateException if this is closed; if all loops have failed; if the thread that
   *     runs a caller-run server has ended, and no other one has claimed it
   */
  public Port connect(SocketAddress remote, PortOptions options) {
    checkResolved(remote);
    TcpPort port = new TcpPort(nextLoop(), options, remote);
    joined(port);
    port.startConnect();
    return port;
  }

  /**
   * As the other, with default options.
   *
   * @param remote the address to connect to
   * @return the port, which is not connected yet
   */
  public Port connect(SocketAddress remote) {
    return connect(remote, PortOptions.defaults());
  }

  /**
   * Opens a datagram port.
   *
   * <p>With a {@link java.net.UnixDomainSocketAddress} or a {@link
   * dev.ioserver.engine.api.UnixNameAddress} it is a Unix socket of datagrams, which the epoll and
   * kqueue engines have. An empty path has Linux choose a name, for a client that wants answers.
   *
   * @param address where to receive, resolved; port 0 lets the system choose. To hear a group, bind
   *     the wildcard of its family, or the group itself, with the group's port number
   * @param options how it is to be opened
   * @return the port
   * @throws SystemCallException if the address is taken, not this host's, or not allowed; if this
   *     system lacks what the options ask for
   * @throws IllegalStateException as for {@link #listen(SocketAddress, ListenOptions)}
   */
  public DatagramPort bind(SocketAddress address, DatagramOptions options)
      throws SystemCallException {
    checkIsResolved(address);
    EventLoop loop = nextLoop();
    UdpPort port = new UdpPort(loop, options);
    return LoopCall.call(loop, new Bound(port, address), DatagramPort::close);
  }

  /**
   * As the other, with default options.
   *
   * @param address where to receive; port 0 lets the system choose
   * @return the port
   * @throws SystemCallException if the system refuses
   */
  public DatagramPort bind(SocketAddress address) throws SystemCallException {
    return bind(address, DatagramOptions.defaults());
  }

  /**
   * {@return a timer that expires once}
   *
   * @param delay until it expires; 0 or less expires at once; beyond 146 years counts as that
   * @throws IllegalStateException as for {@link #connect(SocketAddress, PortOptions)}
   */
  public Timer timer(Duration delay) {
    return timer(delay, Duration.ZERO);
  }

  /**
   * {@return a timer}
   *
   * @param delay until it expires; 0 or less expires at once; beyond 146 years counts as that
   * @param period between expirations after the first; 0 for a one-shot timer
   * @throws IllegalArgumentException if the period is negative
   * @throws IllegalStateException as for {@link #connect(SocketAddress, PortOptions)}
   */
  public Timer timer(Duration delay, Duration period) {
    LoopTimer.checkPeriod(period);
    return timerNanos(Durations.nanos(delay), Durations.nanos(period));
  }

  /**
   * As {@link #timer(Duration, Duration)}, in nanoseconds.
   *
   * @param delayNanos until it expires; 0 or less expires at once
   * @param periodNanos between expirations after the first; 0 for a one-shot timer
   * @return the timer
   * @throws IllegalArgumentException if the period is negative
   */
  public Timer timerNanos(long delayNanos, long periodNanos) {
    return joined(new LoopTimer(nextLoop(), delayNanos, periodNanos));
  }

  /**
   * Watches a descriptor that somebody else made, in the same wait as ports: a timerfd, an inotify
   * descriptor, a pipe, the event descriptor of a library. On Windows it is the handle of a socket.
   * It is never closed here. What the system refuses comes as {@link Failed}.
   *
   * @param descriptor the system's number for it, open until the watch is closed
   * @param interest READ and WRITE of {@link Interest}, or NONE to begin with nothing; with EDGE
   *     each change is told once, else the descriptor is asked for its state, see {@link Watch}
   * @return the watch
   * @throws IllegalArgumentException if the descriptor is negative; if the interest has other bits,
   *     or EDGE where the engine has no edges: nio and iocp
   * @throws UnsupportedOperationException if the engine has no descriptors of the system: nio
   * @throws IllegalStateException as for {@link #connect(SocketAddress, PortOptions)}
   */
  public Watch watch(long descriptor, int interest) {
    if (!provider.hasSystemDescriptors()) {
      throw new UnsupportedOperationException(
          "the "
              + provider.name()
              + " engine cannot watch the descriptor "
              + descriptor
              + ", since java.nio takes channels only: use watch(channel, interest), or an engine"
              + " of the system, such as epoll");
    }
    if (descriptor < 0) {
      throw new IllegalArgumentException(
          "the descriptor is " + descriptor + "; did the call that made it fail?");
    }
    return watch(descriptor, descriptor, "descriptor " + descriptor, interest, null);
  }

  /**
   * As {@link #watch(long, int)}, for the nio engine, which knows channels and no descriptors. The
   * channel is never closed here. When the watch is closed, it may be set to blocking mode again.
   *
   * @param channel in non-blocking mode, of the default provider, and open until the watch is
   *     closed. A direction that it does not have is never ready
   * @param interest READ and WRITE of {@link Interest}, or NONE to begin with nothing
   * @return the watch
   * @throws IllegalArgumentException if the channel is in blocking mode; if the interest has other
   *     bits, or EDGE
   * @throws UnsupportedOperationException if the engine has descriptors: all but nio
   * @throws IllegalStateException as for {@link #connect(SocketAddress, PortOptions)}
   */
  public Watch watch(SelectableChannel channel, int interest) {
    Objects.requireNonNull(channel, "channel");
    if (provider.hasSystemDescriptors()) {
      throw new UnsupportedOperationException(
          "the "
              + provider.name()
              + " engine cannot watch "
              + channel
              + ", since java.nio hides its descriptor: use watch(descriptor, interest), or the nio"
              + " engine");
    }
    if (channel.isBlocking()) {
      throw new IllegalArgumentException(
          channel + " is in blocking mode; call configureBlocking(false) before it is watched");
    }
    return watch(System.identityHashCode(channel), -1, channel.toString(), interest, channel);
  }

  private Watch watch(
      long key, long descriptor, String name, int interest, @Nullable SelectableChannel channel) {
    checkServes();
    EventLoop loop = turns.of(key);
    checkInterest(interest, loop);
    long handle = channel == null ? descriptor : NioHandles.of(channel);
    @Nullable Runnable released = channel == null ? null : new Release(handle);
    LoopWatch made = new LoopWatch(loop, handle, name, channel != null, interest, released);
    return joined(made).open();
  }

  private void checkInterest(int interest, EventLoop loop) {
    if ((interest & ~Interest.MASK) != 0) {
      throw new IllegalArgumentException(
          "interest is "
              + interest
              + "; it must be NONE, or be made of READ, WRITE and EDGE of Interest");
    }
    if ((interest & Interest.EDGE) != 0 && !loop.transport().hasEdges()) {
      throw new IllegalArgumentException(
          "EDGE was asked for, but the "
              + provider.name()
              + " engine has no edge-triggered mode; watch without it");
    }
  }

  /**
   * {@return the select of a caller-run server, of which its ports are members from the start}
   *
   * @throws IllegalStateException if the loops have threads of their own
   */
  public Select<Message> select() {
    if (select == null) {
      throw new IllegalStateException(
          "the loops of this server have threads of their own; use Select.of(...), or open it with"
              + " callerRuns()");
    }
    return select;
  }

  /**
   * {@link #select()}, the same one, for a server to whose select channels of other types than
   * {@link Message} are added: a switch over what it gives needs a default.
   *
   * <p>Whoever uses both views must expect such messages from the other one, too, as a {@link
   * ClassCastException} at the place where they are taken for a {@link Message}.
   *
   * @return the select
   * @throws IllegalStateException if the loops have threads of their own
   */
  @SuppressWarnings("unchecked") // what it gives are objects
  public Select<Object> any() {
    Select<?> own = select();
    return (Select<Object>) own;
  }

  /**
   * Runs the loop of a caller-run server once, without waiting, and hands over messages. Neither
   * blocks nor allocates: for a duty cycle, an Agrona agent's for example.
   *
   * <p>For a server whose select has channels of other types than {@link Message} as members, use
   * the {@code poll} of {@link #any()}.
   *
   * @param handler is given each message
   * @param limit the most messages; what is left is handed over next time; 0 or less hands over
   *     none
   * @return how many messages
   * @throws ChannelClosedException if this is closed, and what was there has been handed over
   * @throws IllegalStateException if the calling thread does not run this server, or another one
   *     does so at the moment, or the loops have threads of their own
   */
  public int poll(MessageHandler<? super Message> handler, int limit) {
    return select().poll(handler, limit);
  }

  /**
   * As {@link #poll(MessageHandler, int)}, but waits for the first message, in the kernel's poller.
   *
   * @param handler is given each message
   * @param limit the most messages to hand over; 0 or less hands over none
   * @param timeout the longest wait; 0 does not wait; negative waits without end; beyond 146 years
   *     counts as that
   * @return how many messages; 0 if none came in time, or {@link #wakeup()} has ended the wait
   * @throws InterruptedException if the thread is interrupted; seen when the wait ends
   */
  public int poll(MessageHandler<? super Message> handler, int limit, Duration timeout)
      throws InterruptedException {
    return select().poll(handler, limit, timeout);
  }

  /**
   * As {@link #poll(MessageHandler, int, Duration)}, in nanoseconds.
   *
   * @param handler is given each message
   * @param limit the most messages to hand over; 0 or less hands over none
   * @param timeoutNanos the longest wait; 0 does not wait; negative waits without end
   * @return how many messages were handed over
   * @throws InterruptedException if this thread is interrupted while it waits
   */
  public int pollNanos(MessageHandler<? super Message> handler, int limit, long timeoutNanos)
      throws InterruptedException {
    return select().pollNanos(handler, limit, timeoutNanos);
  }

  /**
   * Ends the wait of the thread that runs a caller-run server: its {@code poll} gives 0, or its
   * {@code receive} with a time-out null, although the time is not over. If it does not wait, that
   * happens to its next wait. Several calls before that count as one.
   *
   * <p>It is for waits with a time-out of a select and for {@code poll}, which may have nothing to
   * give. It does not end, and is not used up by, those that have: a {@link Select#receive()}
   * without a time-out, or one that gets a message at that moment, and waits for a single port or
   * channel.
   *
   * <p>Any thread. It costs a system call only if the thread is blocked in the kernel. What was
   * done before the call is seen by the thread whose wait it ends. On a server that is closed it
   * does nothing.
   *
   * @throws IllegalStateException if the loops have threads of their own
   */
  public void wakeup() {
    select();
    loops.getFirst().wakeup();
  }

  /**
   * Makes the calling thread the one that runs a caller-run server. The thread that ran it before
   * must have stopped doing so; it sends to the server's ports, and receives from them, only after
   * this has returned.
   *
   * @throws IllegalStateException if that thread is seen to run the server at this moment, in a
   *     {@code poll} or another wait; if this is called by a virtual thread, which cannot block in
   *     the kernel without its carrier; if the server is closed, or its loops have threads of their
   *     own
   */
  public void claim() {
    select();
    checkPlatformThread();
    EventLoop loop = loops.getFirst();
    if (loop.isTerminated()) {
      throw loop.endedException();
    }
    Thread owner = loop.owner();
    if (owner != Thread.currentThread() && loop.isInUse()) {
      throw new IllegalStateException(
          "the server "
              + loop.name()
              + " is being run by "
              + owner
              + "; claim it when that is over");
    }
    run(loop);
  }

  private static void run(EventLoop loop) {
    loop.claim();
    loop.bind();
  }

  private static void checkPlatformThread() {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException(
          "a virtual thread cannot run a server, which blocks in system calls: open or claim() it"
              + " on a platform thread; or open it with loops of their own, whose ports virtual"
              + " threads may receive from");
    }
  }

  /** {@return the engine's name} */
  public String engine() {
    return provider.name();
  }

  /** {@return what the engine found in this system} */
  public Map<String, String> features() {
    return provider.features();
  }

  /**
   * {@return what this engine can do with datagrams on this system; nothing where it has none}
   * Other threads wait for the loop.
   */
  public Set<DatagramSockets.Feature> datagramFeatures() {
    EventLoop loop = loops.getFirst();
    Set<DatagramSockets.Feature> found = loop.ask(() -> loop.transport().datagramFeatures());
    return found == null ? Set.of() : found;
  }

  /** {@return what each loop has counted} */
  public List<LoopCounters> counters() {
    return loops.stream().map(EventLoop::counters).toList();
  }

  /**
   * {@return the ports that there are at this moment, in no order} The list is a copy; it is made
   * without waiting for a loop, also while one is stuck. A port that opens or ends meanwhile may be
   * missing. Any thread.
   *
   * {@snippet file="dev/ioserver/engine/snippets/IoServerSnippetTest.java" region="ports"}
   */
  public List<PortSnapshot> ports() {
    List<PortSnapshot> list = new ArrayList<>();
    for (EventLoop loop : loops) {
      loop.residents().listPorts(list);
    }
    return list;
  }

  /**
   * {@return how many data messages were delivered and not released; 0 unless the leak check is on}
   */
  public int unreleased() {
    return loops.stream().mapToInt(loop -> loop.leaks().outstanding()).sum();
  }

  /**
   * {@return why a loop has failed, or null; of several that have failed, the first} The log names
   * the loop.
   *
   * <p>A loop that has failed has closed all that lived in it: each of its ports and listeners has
   * been given a {@link Failed} with this cause. Whatever is opened from then on, and the
   * connections that are accepted, go to the loops that are left.
   */
  public @Nullable Throwable failure() {
    for (EventLoop loop : loops) {
      if (loop.failure() != null) {
        return loop.failure();
      }
    }
    return null;
  }

  /**
   * Shuts down in good order, and returns at once: listeners close, so that nobody new comes in;
   * each port is given a message {@link ShuttingDown}, for its user to finish and close it; when
   * all have ended, or the time is over, the server closes as by {@link #close()}.
   *
   * {@snippet file="dev/ioserver/engine/snippets/IoServerSnippetTest.java" region="shutdown"}
   *
   * <p>Datagram ports, timers and watches go on until the server closes, and hold up nothing. So
   * does {@link #connect}; a port that is opened meanwhile is told as well. A thread that runs the
   * server itself goes on to poll until {@link Shutdown#isDone()}.
   *
   * <p>Any thread. Only the first call counts; further ones get the same.
   *
   * @param time that the ports have, at most 24 hours; 0 closes the server at once
   * @return what tells how far it is, and waits for it
   * @throws IllegalArgumentException if the time is negative, or longer than 24 hours: a server
   *     that waits for ever for its last port is not shut down
   */
  public Shutdown shutdown(Duration time) {
    if (time.isNegative() || time.compareTo(MOST_SHUTDOWN) > 0) {
      throw new IllegalArgumentException(
          "the time to shut down is " + time + "; it must be 0 (at once) to 24 h");
    }
    Shutdown next = new Shutdown(this, loops, time);
    Shutdown first = shutdown.compareAndExchange(null, next);
    if (first != null) {
      return first;
    }
    next.begin();
    return next;
  }

  /** How long a close may take. */
  long closeNanos() {
    return closeNanos;
  }

  /**
   * Closes everything: listeners at once, ports when what was sent is written or the time for that
   * is over. Waits for the loops' threads. Idempotent.
   *
   * <p>A caller-run server is closed by the thread that runs it, or by any thread when that one has
   * ended. Another thread may ask for it too: the thread that runs the server then closes it when
   * it next runs it, and its waits end with {@link ChannelClosedException}.
   *
   * @throws IllegalStateException if the thread that runs a caller-run server is alive and has not
   *     run it for 5 seconds, so that it cannot be closed from here; the request stands
   */
  @Override
  public void close() {
    boolean first = closed.compareAndSet(false, true);
    if (callerRuns) {
      // Not by the first alone: the thread that runs the loop may be the one that comes second.
      closeCallerRun(loops.getFirst());
    } else if (first) {
      loops.forEach(EventLoop::requestClose);
      threads.join();
    }
    if (first && beans != null) {
      beans.unregister();
    }
    if (first && recorded != null) {
      recorded.close();
    }
  }

  private static void closeCallerRun(EventLoop loop) {
    if (loop.isTerminated()) {
      return;
    }
    Thread owner = loop.owner();
    if (owner != null && owner != Thread.currentThread() && owner.isAlive()) {
      loop.requestClose();
      if (loop.awaitTermination()) {
        return;
      }
      if (owner.isAlive()) {
        throw new IllegalStateException(
            "the server "
                + loop.name()
                + " is run by "
                + owner
                + ", which has not run it for seconds; close it there, have it poll, or claim()"
                + " the server");
      }
    }
    // Of several threads that find the owner ended, one takes its place.
    synchronized (loop) {
      if (!loop.isTerminated()) {
        loop.claim();
        loop.closeNow();
        loop.unbind();
      }
    }
  }

  /** Makes a source of a caller-run server a member of its select, which is its owner's. */
  private <S extends MessageSource<?>> S joined(S source) {
    Select<Message> own = select;
    if (own != null) {
      EventLoop loop = loops.getFirst();
      if (loop.isOwner()) {
        own.join(source);
      } else {
        // The place is taken at once: whoever moves or removes the source later finds it there.
        own.reserve(source);
        loop.execute(new Join(own, source));
      }
    }
    return source;
  }

  /** A channel is not watched any more: the descriptor that stood for it is given back. */
  private record Release(long handle) implements Runnable {
    @Override
    public void run() {
      NioHandles.release(handle);
    }
  }

  private record Join(Select<Message> select, MessageSource<?> source) implements LoopTask {
    @Override
    public void run() {
      select.admit(source);
    }

    @Override
    public void abandon() {
      // The server has ended, and its select with it.
    }
  }

  private EventLoop nextLoop() {
    checkServes();
    return turns.next();
  }

  private void checkServes() {
    if (closed.get()) {
      throw new IllegalStateException("the server is closed", failure());
    }
    String absence = callerRuns ? loops.getFirst().absence(System.nanoTime()) : null;
    if (absence != null) {
      throw new IllegalStateException(absence);
    }
  }

  private static void checkResolved(SocketAddress address) {
    checkIsResolved(address);
    if (address instanceof UnixDomainSocketAddress unix && unix.getPath().toString().isEmpty()) {
      throw new IllegalArgumentException(
          "the Unix address has no path; name the file of the socket");
    }
  }

  private static void checkIsResolved(SocketAddress address) {
    Objects.requireNonNull(address, "address");
    if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
      throw new IllegalArgumentException(
          "the host name " + inet.getHostString() + " is not resolved; check its spelling");
    }
  }

  /** What a listener asks of its server and tells it: no lambdas before the first byte. */
  private final class Accepting implements Supplier<EventLoop>, Consumer<TcpPort> {
    @Override
    public EventLoop get() {
      return turns.next();
    }

    @Override
    public void accept(TcpPort port) {
      joined(port);
    }
  }

  /** Opens a listener on its loop. */
  private final class Listening implements LoopCall.Body<Listener> {
    private final TcpListener listener;
    private final SocketAddress address;

    Listening(TcpListener listener, SocketAddress address) {
      this.listener = listener;
      this.address = address;
    }

    @Override
    public Listener run() throws SystemCallException {
      listener.open(address);
      try {
        return joined(listener);
      } catch (RuntimeException | Error e) {
        listener.close();
        throw e;
      }
    }
  }

  /** Opens a datagram port on its loop. */
  private final class Bound implements LoopCall.Body<DatagramPort> {
    private final UdpPort port;
    private final SocketAddress address;

    Bound(UdpPort port, SocketAddress address) {
      this.port = port;
      this.address = address;
    }

    @Override
    public DatagramPort run() throws SystemCallException {
      port.open(address);
      try {
        return joined(port);
      } catch (RuntimeException | Error e) {
        port.close();
        throw e;
      }
    }
  }
}
