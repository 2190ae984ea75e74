package dev.ioserver.engine.port;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Ready;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.Watch;
import dev.ioserver.engine.channel.MessageSource;
import dev.ioserver.engine.loop.EventLoop;
import dev.ioserver.engine.loop.LoopResource;
import dev.ioserver.engine.spi.WatchHandler;
import dev.ioserver.engine.spi.Watcher;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jctools.queues.varhandle.unpadded.SpscUnboundedVarHandleUnpaddedArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A watch of a loop. The loop adds what the kernel says to one word. The receiver takes the word
 * and makes messages of it, so that all that has come meanwhile is one message.
 *
 * <pre>
 *   loop:      readiness --getAndBitwiseOr--&gt; word, signal
 *   receiver:  comes for the next message: the last one is dealt with (REARM, if level)
 *              word --getAndSet 0--&gt; Ready, and at the end Failed and Closed, into its own queue
 * </pre>
 */
public final class LoopWatch extends MessageSource<Message> implements Watch {

  /** What a program may wait for. */
  public static final int DIRECTIONS = Interest.READ | Interest.WRITE;

  /** What the kernel may say. */
  private static final int READINESS = DIRECTIONS | Interest.PEER_CLOSED | Interest.ERROR;

  /** In the word: nothing more comes. */
  private static final int END = 1 << 8;

  private static final int OPEN = 1;
  private static final int INTEREST = 1 << 1;
  private static final int REARM = 1 << 2;
  private static final int CLOSE = 1 << 3;

  /** Room for a Ready, Failed and Closed. */
  private static final int INBOX_CHUNK = 4;

  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(LoopWatch.class, "word", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final EventLoop loop;
  private final Core core;
  private final long descriptor;
  private final String name;
  private final boolean edge;
  private final @Nullable Runnable released;

  /** One message for each readiness that there ever was; the receiving thread's. */
  private final @Nullable Ready[] messages = new Ready[READINESS + 1];

  /**
   * Readiness that was not taken yet, and END. Loop: getAndBitwiseOr. Receiver: volatile load,
   * getAndSet.
   */
  @SuppressWarnings("unused") // through WORD
  private int word;

  private volatile int interest;
  private volatile boolean closing;

  /** Set before END is. */
  private volatile @Nullable IOException failure;

  /** A Ready was taken, and its receiver has not come back; the receiving thread's. */
  private boolean taken;

  /** The last message is in the queue. */
  private volatile boolean ended;

  private @Nullable Object attachment;

  /**
   * A watch of a loop; {@link #open()} begins it.
   *
   * @param descriptor as the engine knows it
   * @param name what is watched, for people
   * @param isChannel whether a channel is watched, so that the descriptor means nothing to others
   * @param interest directions, and EDGE if edges are wanted
   * @param released done once, in the loop, when the descriptor is not watched any more; or null
   */
  public LoopWatch(
      EventLoop loop,
      long descriptor,
      String name,
      boolean isChannel,
      int interest,
      @Nullable Runnable released) {
    super(new SpscUnboundedVarHandleUnpaddedArrayQueue<>(INBOX_CHUNK));
    this.loop = loop;
    this.descriptor = isChannel ? -1 : descriptor;
    this.name = name;
    this.edge = (interest & Interest.EDGE) != 0;
    this.interest = interest & DIRECTIONS;
    this.released = released;
    this.core = new Core(descriptor);
  }

  /** Has the loop watch the descriptor, from soon on. Any thread. */
  public LoopWatch open() {
    core.ask(OPEN);
    return this;
  }

  @Override
  public long descriptor() {
    return descriptor;
  }

  @Override
  public int interest() {
    return interest;
  }

  @Override
  public Watch interest(int directions) {
    if ((directions & ~DIRECTIONS) != 0) {
      throw new IllegalArgumentException(
          "interest is "
              + directions
              + "; it must be NONE, or be made of READ and WRITE of Interest; EDGE is for the"
              + " opening of a watch");
    }
    interest = directions;
    core.ask(INTEREST);
    return this;
  }

  @Override
  public boolean isEdgeTriggered() {
    return edge;
  }

  @Override
  public void close() {
    boolean asked = closing;
    closing = true;
    if (loop.isOwner() && !loop.isTerminated()) {
      // The kernel lets go before this returns, so that the descriptor may be closed next.
      core.doNow(CLOSE);
    } else if (!asked) {
      core.ask(CLOSE);
    }
  }

  @Override
  public @Nullable Object attachment() {
    return attachment;
  }

  @Override
  public Watch attach(@Nullable Object value) {
    attachment = value;
    return this;
  }

  @Override
  public boolean tellsItsEnd() {
    return true;
  }

  @Override
  public String toString() {
    return "watch of " + name;
  }

  @Override
  public boolean isReady() {
    // A receiver that has yet to come back is owed a look: in its turn the loop is told.
    return super.isReady() || taken || (int) WORD.getVolatile(this) != 0;
  }

  @Override
  protected boolean isEnded() {
    return ended;
  }

  @Override
  protected void beforeTake() {
    if (taken) {
      taken = false;
      core.ask(REARM);
    }
    if ((int) WORD.getVolatile(this) == 0) {
      return;
    }
    int bits = (int) WORD.getAndSet(this, 0);
    if ((bits & READINESS) != 0) {
      putReady(bits & READINESS);
    }
    if ((bits & END) != 0) {
      IOException cause = failure;
      if (cause != null) {
        queue.offer(new Failed(this, cause));
      }
      queue.offer(new Closed(this));
      ended = true;
    }
  }

  @Override
  protected boolean afterTake(Message message) {
    taken = !edge && message instanceof Ready;
    return true;
  }

  @Override
  protected ChannelClosedException closedException() {
    return new ChannelClosedException(this + " is closed", failure);
  }

  private void putReady(int readiness) {
    if (closing) {
      return;
    }
    if (!edge && !isWanted(readiness)) {
      // It was turned off meanwhile. When it is turned on again, the kernel says it again.
      core.ask(REARM);
      return;
    }
    Ready message = messages[readiness];
    if (message == null) {
      message = new Ready(this, readiness);
      messages[readiness] = message;
    }
    queue.offer(message);
  }

  private boolean isWanted(int readiness) {
    int directions = interest;
    return (readiness & directions) != 0
        || (directions != Interest.NONE && (readiness & Interest.ERROR) != 0);
  }

  /** The watch within its loop; the loop's thread. */
  private final class Core extends LoopRequests implements WatchHandler, LoopResource {

    private final long watched;

    /** Null before the opening, and after the end. */
    private @Nullable Watcher watcher;

    private boolean over;

    Core(long watched) {
      super(loop);
      this.watched = watched;
    }

    @Override
    void onRequests(int bits) {
      if (over) {
        return;
      }
      if ((bits & CLOSE) != 0) {
        close();
        return;
      }
      Watcher open = watcher;
      if (open == null) {
        if ((bits & OPEN) != 0) {
          open();
        }
        return;
      }
      if ((bits & INTEREST) != 0) {
        open.interest(interest);
      }
      if ((bits & REARM) != 0) {
        open.rearm();
      }
    }

    private void open() {
      int wanted = interest | (edge ? Interest.EDGE : 0);
      try {
        watcher = loop.transport().watch(watched, wanted, this);
      } catch (SystemCallException e) {
        onFailed(e);
        onClosed();
        return;
      }
      loop.residents().add(this);
    }

    private void close() {
      Watcher open = watcher;
      if (open == null) {
        onClosed();
      } else {
        open.close();
      }
    }

    @Override
    public void onThrown(Throwable cause) {
      loop.logMistake(LoopWatch.this + " ends", cause);
      if (!over) {
        failure = SystemCallException.thrown("watch", name, cause);
        close();
      }
    }

    @Override
    void onLoopEnded(int bits) {
      onClosed();
    }

    @Override
    public void onReady(int readiness) {
      if ((int) WORD.getAndBitwiseOr(LoopWatch.this, readiness & READINESS) == 0) {
        loop.countIn(1);
        signal();
      }
      // Else the receiver knows that there is something, and has not taken it yet.
    }

    @Override
    public void onFailed(SystemCallException cause) {
      failure = cause;
    }

    @Override
    public void onClosed() {
      if (over) {
        return;
      }
      over = true;
      watcher = null;
      if (released != null) {
        released.run();
      }
      WORD.getAndBitwiseOr(LoopWatch.this, END);
      signal();
      loop.residents().remove(this);
    }

    @Override
    public void closeWithServer() {
      close();
    }

    @Override
    public void endNow(Throwable cause) {
      if (loop.failure() != null && !over) {
        failure = new IOException("the event loop failed", cause);
      }
      try {
        close();
      } finally {
        // Also if the poller could not be told: it is closed next.
        onClosed();
      }
    }
  }
}
