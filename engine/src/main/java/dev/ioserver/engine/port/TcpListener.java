package dev.ioserver.engine.port;

import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.TrustedProxies;
import dev.ioserver.engine.channel.MessageSource;
import dev.ioserver.engine.jfr.LoopEvents;
import dev.ioserver.engine.loop.Deadline;
import dev.ioserver.engine.loop.EventLoop;
import dev.ioserver.engine.loop.LoopCall;
import dev.ioserver.engine.loop.LoopResource;
import dev.ioserver.engine.spi.AcceptHandler;
import dev.ioserver.engine.spi.Acceptor;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jctools.queues.varhandle.SpscUnboundedVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A listener. It lives in one loop and gives each accepted connection to the next loop in turn.
 *
 * <p>Thread-safety: as {@link Listener} says; what is marked so is the loop's.
 */
public final class TcpListener extends MessageSource<Message> implements Listener {

  private static final int INBOX_CHUNK = 64;

  /** Accepted connections that may wait to be received; the rest wait in the backlog. */
  private static final int INBOX_LIMIT = 256;

  /** How long accepting rests when descriptors have run out. */
  private static final long REST_NANOS = 20_000_000;

  private static final int RECEIVE = 1;
  private static final int CLOSE = 1 << 1;
  private static final int REST_OVER = 1 << 2;

  private final EventLoop loop;
  private final ListenOptions options;
  private final Supplier<EventLoop> nextLoop;
  private final Consumer<TcpPort> told;
  private final Core core;
  private final Credit credit = new Credit(Credit.UNLIMITED);

  private volatile @Nullable SocketAddress local;
  private volatile boolean closing;
  private volatile boolean ended;
  private volatile boolean stalled;
  private volatile @Nullable IOException failure;

  /**
   * A listener of a loop; {@link #open} makes it one.
   *
   * @param nextLoop the loop for the next accepted port
   * @param told hears of each accepted port just before its receiver does, on the same thread
   */
  public TcpListener(
      EventLoop loop, ListenOptions options, Supplier<EventLoop> nextLoop, Consumer<TcpPort> told) {
    super(new SpscUnboundedVarHandleArrayQueue<>(INBOX_CHUNK));
    this.loop = loop;
    this.options = options;
    this.nextLoop = nextLoop;
    this.told = told;
    this.core = new Core();
  }

  /** Binds and listens; the loop's thread. */
  public TcpListener open(SocketAddress address) throws SystemCallException {
    core.open(address);
    return this;
  }

  @Override
  public SocketAddress localAddress() {
    SocketAddress address = local;
    if (address == null) {
      throw new IllegalStateException("the listener was never opened");
    }
    return address;
  }

  @Override
  public long descriptor() {
    Long found = ended ? null : loop.ask(core::descriptor);
    return found == null ? -1 : found;
  }

  @Override
  public <T> T option(SocketOption<T> option) throws SystemCallException {
    return LoopCall.call(loop, () -> core.opened("getsockopt", option).option(option), _ -> {});
  }

  @Override
  public <T> Listener option(SocketOption<T> option, T value) throws SystemCallException {
    // Refused here, and not by the system, where no system could take it.
    SocketOptions.none().with(option, value);
    return LoopCall.call(
        loop,
        () -> {
          core.opened("setsockopt", option).option(option, value);
          return this;
        },
        _ -> {});
  }

  @Override
  public Listener active(int connections) {
    // The first call ends the unlimited credit; counting begins at 0.
    credit.add(Math.max(0, connections));
    core.ask(RECEIVE);
    return this;
  }

  @Override
  public void close() {
    if (!closing) {
      closing = true;
      core.ask(CLOSE);
    }
  }

  @Override
  public boolean tellsItsEnd() {
    return true;
  }

  @Override
  public String toString() {
    return "listener " + local;
  }

  @Override
  protected boolean isEnded() {
    return ended;
  }

  @Override
  protected boolean afterTake(Message message) {
    if (message instanceof Accepted accepted && accepted.port() instanceof TcpPort port) {
      told.accept(port);
    }
    // The fence makes sure that one sees the other: this thread the stall, or the loop the room.
    VarHandle.fullFence();
    if (stalled && queue.size() <= INBOX_LIMIT / 2) {
      stalled = false;
      core.ask(RECEIVE);
    }
    return true;
  }

  @Override
  protected ChannelClosedException closedException() {
    return new ChannelClosedException(this + " is closed", failure);
  }

  private boolean hasInboxRoom() {
    if (queue.size() < INBOX_LIMIT) {
      return true;
    }
    stalled = true;
    VarHandle.fullFence();
    // The receiver may have emptied the inbox before it could see that.
    return queue.size() <= INBOX_LIMIT / 2;
  }

  /** The listener within its loop; the loop's thread. */
  private final class Core extends LoopRequests implements AcceptHandler, LoopResource {

    private final Deadline rest =
        new Deadline(
            new Runnable() {
              @Override
              public void run() {
                doNow(REST_OVER);
              }
            });
    private @Nullable Acceptor acceptor;

    /** The file that listening has made; null if there is none, or it is removed. */
    private @Nullable SocketFile file;

    /** Descriptors have run out and none was accepted since: that is told once. */
    private boolean outOfDescriptors;

    /** Accepting rests, whatever credit and room there are. */
    private boolean resting;

    Core() {
      super(loop);
    }

    void open(SocketAddress address) throws SystemCallException {
      Acceptor opened = listen(address);
      acceptor = opened;
      file = SocketFile.of(address);
      try {
        SocketAddress bound = opened.localAddress();
        local = bound == null ? address : bound;
        loop.residents().add(this);
        opened.accepting(wantsMore());
      } catch (RuntimeException | Error e) {
        // Nobody will know of it, and nobody could close it.
        removeFile();
        opened.close();
        throw e;
      }
    }

    private Acceptor listen(SocketAddress address) throws SystemCallException {
      SocketOptions all = options.optionsFor(address);
      try {
        return loop.transport().listen(address, options.backlog(), all, this);
      } catch (SystemCallException e) {
        boolean again =
            e.kind() == SystemCallException.Kind.ADDRESS_IN_USE
                && options.removeLeftOverFile()
                && SocketFile.removeLeftOver(address);
        if (!again) {
          throw e;
        }
        return loop.transport().listen(address, options.backlog(), all, this);
      }
    }

    /**
     * Before the socket is closed: who finds the file finds a listener, and none that has ended.
     */
    private void removeFile() {
      SocketFile made = file;
      file = null;
      if (made != null) {
        made.remove();
      }
    }

    @Override
    public void onThrown(Throwable cause) {
      onAcceptFailed(SystemCallException.thrown("accept", String.valueOf(local), cause));
    }

    @Override
    void onRequests(int bits) {
      if ((bits & REST_OVER) != 0) {
        resting = false;
      }
      Acceptor open = acceptor;
      if (open == null) {
        return;
      }
      if ((bits & CLOSE) != 0) {
        removeFile();
        open.close();
      } else if (!resting) {
        open.accepting(wantsMore());
      }
    }

    @Override
    void onLoopEnded(int bits) {
      // A listener that was opened has ended with its loop; one that was not has nobody waiting.
    }

    /** The acceptor, which must be there. */
    Acceptor opened(String call, SocketOption<?> option) throws SystemCallException {
      Acceptor open = acceptor;
      if (open == null) {
        throw new SystemCallException(
            call + "(" + option.name() + ")",
            String.valueOf(local),
            0,
            "EBADF",
            "the listener is closed",
            SystemCallException.Kind.BAD_DESCRIPTOR);
      }
      return open;
    }

    long descriptor() {
      Acceptor open = acceptor;
      return open == null ? -1 : open.descriptor();
    }

    private boolean wantsMore() {
      return !closing && credit.isActive() && hasInboxRoom();
    }

    @Override
    public boolean onAccepted(long descriptor, SocketAddress peer) {
      if (closing) {
        loop.transport().discard(descriptor);
        return false;
      }
      TcpPort port = null;
      Accepted message;
      try {
        TrustedProxies proxies = options.proxies();
        boolean proxied = proxies != null && proxies.trusts(peer);
        TcpPort made = new TcpPort(nextLoop.get(), options.ports(), peer, proxied);
        message = new Accepted(TcpListener.this, made);
        made.startAccepted(descriptor);
        port = made;
        queue.offer(message);
      } catch (RuntimeException | Error e) {
        // Nobody knows of the port: the connection ends, and nothing else does.
        if (port == null) {
          loop.transport().discard(descriptor);
        } else {
          port.abort();
        }
        onThrown(e);
        return false;
      }
      outOfDescriptors = false;
      loop.countIn(1);
      boolean last = credit.use();
      signal();
      return !last && wantsMore();
    }

    @Override
    public void onAcceptFailed(SystemCallException cause) {
      if (ended) {
        return;
      }
      if (!outOfDescriptors) {
        outOfDescriptors = true;
        warn(cause);
        record(cause);
        queue.offer(new Failed(TcpListener.this, cause));
        signal();
      }
      resting = true;
      loop.timers().set(rest, loop.timers().deadline(REST_NANOS));
    }

    private void record(SystemCallException cause) {
      LoopEvents events = loop.events();
      if (events != null) {
        events.resting(TcpListener.this, String.valueOf(cause.getMessage()));
      }
    }

    private void warn(SystemCallException cause) {
      Throwable thrown = cause.getCause();
      if (thrown != null && !(thrown instanceof OutOfMemoryError)) {
        loop.logMistake(TcpListener.this + " rests", thrown);
        return;
      }
      try {
        System.getLogger("dev.ioserver.engine")
            .log(
                System.Logger.Level.WARNING,
                () -> TcpListener.this + " rests: " + cause.getMessage());
      } catch (RuntimeException | Error e) {
        // Without descriptors the logger cannot load what it has not loaded yet, the time zones for
        // example, and throws an Error. The receiver hears of the cause all the same.
      }
    }

    @Override
    public void onFailed(SystemCallException cause) {
      failure = cause;
      queue.offer(new Failed(TcpListener.this, cause));
    }

    @Override
    public void onClosed() {
      if (ended) {
        return;
      }
      acceptor = null;
      removeFile();
      closing = true;
      loop.timers().cancel(rest);
      queue.offer(new Closed(TcpListener.this));
      ended = true;
      signal();
      loop.residents().remove(this);
    }

    @Override
    public void stopAccepting() {
      close();
    }

    @Override
    public void closeWithServer() {
      close();
    }

    @Override
    public void endNow(Throwable cause) {
      if (loop.failure() != null && !ended) {
        IOException told = new IOException("the event loop failed", cause);
        failure = told;
        queue.offer(new Failed(TcpListener.this, told));
      }
      try {
        Acceptor open = acceptor;
        if (open != null) {
          removeFile();
          open.close();
        }
      } finally {
        // Also if its descriptor could not be closed in order: the transport closes what is left.
        onClosed();
      }
    }
  }
}
