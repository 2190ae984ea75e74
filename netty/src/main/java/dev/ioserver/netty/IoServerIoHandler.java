package dev.ioserver.netty;

import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.SelectorOptions;
import dev.ioserver.engine.api.Condition;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.ReadyHandler;
import dev.ioserver.engine.api.SelectorCounters;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.spi.DescriptorSockets;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.ThreadAwareExecutor;
import io.netty.util.internal.StringUtil;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What an event loop of Netty runs to wait for this transport's channels.
 *
 * <p>A wake-up costs a system call only if the loop is blocked, and many of them cost one. What a
 * channel waits for changes without one.
 *
 * <p>Thread-safety: {@link #wakeup()}, {@link #isCompatible} and {@link #counters()} are for any
 * thread, the rest for the event loop's. The thread may change while the loop is suspended.
 */
public final class IoServerIoHandler implements IoHandler {

  private static final InternalLogger LOGGER =
      InternalLoggerFactory.getInstance(IoServerIoHandler.class);

  /** What {@link IoHandlerContext#deadlineNanos()} says when nothing is scheduled. */
  private static final long NO_DEADLINE = -1;

  private static final long WITHOUT_END = -1;

  private final ThreadAwareExecutor executor;
  private final IoServerIoHandlerFactory factory;
  private final IoSelector selector;
  private final LoopCalls calls;
  private final Set<LoopRegistration> registrations = new LinkedHashSet<>();
  private final Events events = new Events();

  /** Made once: a run makes no object. */
  private final Condition work = this::hasWork;

  /**
   * A wake-up was asked for. Any thread: volatile store. The loop: volatile load and store. It
   * carries what no task tells of, such as that the loop is to be suspended.
   */
  private volatile boolean asked;

  /** Whether the last run looked at its sources and at no events; the loop's. */
  private boolean passed;

  /** Of the run under way; the loop's. */
  private @Nullable IoHandlerContext context;

  IoServerIoHandler(
      ThreadAwareExecutor executor, IoServerIoHandlerFactory factory, SelectorOptions options)
      throws SystemCallException {
    this.executor = executor;
    this.factory = factory;
    this.selector = IoSelector.open(options);
    try {
      this.calls =
          new LoopCalls((DescriptorSockets) selector.openSockets(), selector.isEdgeTriggered());
    } catch (SystemCallException | RuntimeException e) {
      selector.close();
      throw e;
    }
  }

  /**
   * {@return what event loops are made with}
   *
   * @throws UnsatisfiedLinkError if the transport cannot run here
   */
  public static IoServerIoHandlerFactory newFactory() {
    return newFactory(SelectorOptions.defaults());
  }

  /**
   * As {@link #newFactory()}, with options for each loop's selector: how many channels it may have,
   * how many events it takes at a time, and what it does before it blocks.
   *
   * @param options the engine must be the one in use, or none
   * @return what event loops are made with
   * @throws IllegalArgumentException if they name another engine than {@link IoServerNetty#engine}
   */
  public static IoServerIoHandlerFactory newFactory(SelectorOptions options) {
    String engine = IoServerNetty.engine();
    String wanted = options.engine();
    if (wanted != null && !wanted.equals(engine)) {
      throw new IllegalArgumentException(
          "the options name the engine "
              + wanted
              + ", but channels use "
              + engine
              + "; choose it with -Dioserver.engine="
              + wanted);
    }
    return new IoServerIoHandlerFactory(options.engine(engine));
  }

  /** {@inheritDoc} It may come again, and on another thread, when a suspended loop goes on. */
  @Override
  public void initialize() {
    selector.transfer();
  }

  @Override
  public int run(IoHandlerContext of) {
    context = of;
    events.begin(of.shouldReportActiveIoTime());
    int handled = 0;
    // Before the kernel is looked at: what this brings has its turn in the next run.
    int unread = calls.unread().size();
    try {
      if (unread > 0 || !of.canBlock()) {
        handled = selector.selectNanos(events, 0);
      } else if (asked && !passed) {
        // The loop has been awake since: let it look at its state before it blocks, at no cost. Not
        // twice in a row, since those who wake it without end must not keep it from its channels.
        passed = true;
        asked = false;
        return 0;
      } else {
        handled = selector.selectNanos(events, timeoutNanos(of), work);
      }
      passed = false;
      asked = false;
      readOn(unread);
      handled += unread;
    } catch (SystemCallException e) {
      pauseAfter(e);
    } finally {
      context = null;
      events.report(of);
    }
    return handled;
  }

  /**
   * Gives a turn to each channel that has more to read. They are not tasks of the loop: of those it
   * runs all that come, for up to a second, before it looks at other channels.
   */
  private void readOn(int turns) {
    for (int i = 0; i < turns; i++) {
      events.readOn(calls.unread().remove());
    }
  }

  /** How long the loop may block, in nanoseconds. */
  private static long timeoutNanos(IoHandlerContext of) {
    return of.deadlineNanos() == NO_DEADLINE
        ? WITHOUT_END
        : Math.max(0, of.delayNanos(System.nanoTime()));
  }

  /** Asked between the announcement that the loop parks and the wait. */
  private boolean hasWork() {
    IoHandlerContext of = context;
    return asked || of == null || !of.canBlock();
  }

  private static void pauseAfter(SystemCallException e) {
    LOGGER.warn("waiting for events failed; the event loop tries again in a second", e);
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void wakeup() {
    if (!executor.isExecutorThread(Thread.currentThread())) {
      asked = true;
      selector.unpark();
    }
  }

  @Override
  public IoRegistration register(IoHandle handle) {
    if (!(handle instanceof IoServerIoHandle ours)) {
      throw new IllegalArgumentException(
          "a handle of type "
              + StringUtil.simpleClassName(handle)
              + " cannot be registered with an event loop of ioserver");
    }
    var registration = new LoopRegistration(this, ours);
    registration.token =
        selector.registry().register(ours.descriptor(), Interest.NONE, registration);
    registrations.add(registration);
    ours.registered();
    return registration;
  }

  /** Changes what a registration waits for. Any thread. */
  boolean interest(long token, int interest) {
    return selector.registry().interest(token, interest);
  }

  /** Ends a registration that says that it is over; at once if this is the loop's thread. */
  void cancelled(LoopRegistration registration) {
    if (executor.isExecutorThread(Thread.currentThread())) {
      end(registration);
    } else {
      executor.execute(() -> end(registration));
    }
  }

  private void end(LoopRegistration registration) {
    if (registrations.remove(registration)) {
      selector.deregisterNow(registration.token);
      registration.handle.unregistered();
    }
  }

  /** The calls of the loop's thread. */
  LoopCalls calls() {
    return calls;
  }

  /** {@inheritDoc} It comes again for as long as the loop has not ended. */
  @Override
  public void prepareToDestroy() {
    List<LoopRegistration> all = new ArrayList<>(registrations);
    for (LoopRegistration registration : all) {
      try {
        registration.handle.close();
      } catch (Exception e) {
        LOGGER.warn("closing {} failed", registration.handle, e);
      }
    }
  }

  @Override
  public void destroy() {
    factory.remove(this);
    selector.close();
    calls.sockets().close();
  }

  @Override
  public boolean isCompatible(Class<? extends IoHandle> handleType) {
    return IoServerIoHandle.class.isAssignableFrom(handleType);
  }

  /**
   * {@return what the loop's selector has counted: the system calls made, and those that did not
   * happen}
   */
  public SelectorCounters counters() {
    return selector.counters();
  }

  /** Hands events to their handles. The loop's thread. */
  private static final class Events implements ReadyHandler {

    private boolean reports;

    /** When the first event of this run came, or 0. */
    private long began;

    void begin(boolean withTime) {
      reports = withTime;
      began = 0;
    }

    void report(IoHandlerContext to) {
      if (reports) {
        to.reportActiveIoTime(began == 0 ? 0 : System.nanoTime() - began);
      }
    }

    @Override
    public void onReady(long token, @Nullable Object attachment, int ready) {
      if (attachment instanceof LoopRegistration registration) {
        hand(registration, IoServerIoEvent.ready(ready));
      }
    }

    @Override
    public void onFailed(long token, @Nullable Object attachment, SystemCallException cause) {
      if (attachment instanceof LoopRegistration registration) {
        hand(registration, IoServerIoEvent.failed(cause));
      }
    }

    void readOn(Runnable channel) {
      noteBegin();
      try {
        channel.run();
      } catch (RuntimeException | Error e) {
        LOGGER.warn("{} failed to read on", channel, e);
      }
    }

    private void noteBegin() {
      if (reports && began == 0) {
        began = System.nanoTime();
      }
    }

    private void hand(LoopRegistration registration, IoServerIoEvent event) {
      noteBegin();
      try {
        registration.handle.handle(registration, event);
      } catch (RuntimeException | Error e) {
        LOGGER.warn("{} failed to handle an event", registration.handle, e);
      }
    }
  }
}
