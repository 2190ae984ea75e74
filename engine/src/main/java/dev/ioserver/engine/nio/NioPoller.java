package dev.ioserver.engine.nio;

import dev.ioserver.engine.spi.Poller;
import dev.ioserver.engine.spi.Waker;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.IllegalSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A poller over a {@link Selector}: level-triggered, to the millisecond. The selector applies
 * changes when it next selects.
 *
 * <p>Thread interrupts: a poll that blocks returns when its thread is interrupted, once for each
 * interrupt, and leaves the interrupt set. Later polls block as usual, although it is still set,
 * and set it again when they return.
 *
 * <p>Thread-safety: one thread at a time, except the waker.
 */
final class NioPoller implements Poller {
  private static final long RESOLUTION_NANOS = 1_000_000;

  /**
   * Above so many events in a batch, channels that are closed are left to the next select. To flush
   * is a select of its own, which goes through all that is ready: with thousands of ready channels
   * it would cost ten times what the close itself does.
   */
  private static final int FLUSH_LIMIT = 64;

  private final Selector selector;
  private final NioWaker waker;

  /** Made once: a method reference at each select would be an object at each select. */
  private final Consumer<SelectionKey> recorder = this::record;

  /**
   * Keys of sockets that are not connected yet: what to ask for changes under the poller's feet.
   */
  private final List<SelectionKey> unsettled = new ArrayList<>();

  private long[] tokens;
  private int[] ready;
  private int count;

  /** Whether keys were cancelled that the selector still holds, and their channels with them. */
  private boolean unflushed;

  /** The thread that has been told of the interrupt that it still has set, or null. */
  private @Nullable Thread interruptReportedTo;

  /**
   * Opens a poller.
   *
   * @param expectedEvents room to begin with; java.nio sets no limit to a batch, and the room grows
   */
  NioPoller(int expectedEvents) throws IOException {
    selector = Selector.open();
    waker = new NioWaker(selector);
    tokens = new long[expectedEvents];
    ready = new int[expectedEvents];
  }

  @Override
  public boolean isEdgeTriggered() {
    return false;
  }

  @Override
  public int add(long descriptor, long token, int interest) {
    NioDescriptor found = NioDescriptors.get(descriptor);
    if (found == null) {
      NioErrorCode code =
          NioDescriptors.mayBe(descriptor) ? NioErrorCode.EBADF : NioErrorCode.EBADFD;
      return code.result();
    }
    SelectableChannel channel = found.channel();
    SelectionKey former = channel.keyFor(selector);
    if (former != null && former.isValid()) {
      return NioErrorCode.EEXIST.result();
    }
    if (former != null) {
      // A cancelled key stays with its channel until the next select and forbids another one.
      flush();
    }
    return register(channel, new NioRegistration(token, interest));
  }

  @Override
  public int modify(long descriptor, long token, int held, int wanted) {
    NioDescriptor found = NioDescriptors.get(descriptor);
    if (found == null) {
      return NioErrorCode.EBADF.result();
    }
    SelectionKey key = found.channel().keyFor(selector);
    if (key == null) {
      return NioErrorCode.ENOENT.result();
    }
    NioRegistration registration = NioRegistration.of(key);
    registration.update(token, wanted);
    try {
      registration.apply(key);
      return 0;
    } catch (CancelledKeyException e) {
      return NioErrorCode.EBADF.result();
    }
  }

  @Override
  public int remove(long descriptor, long token, int held) {
    NioDescriptor found = NioDescriptors.get(descriptor);
    if (found != null) {
      cancel(found.channel());
    }
    return REMOVED;
  }

  @Override
  public int poll(long timeoutNanos) {
    count = 0;
    settle();
    try {
      // A select that does not block does not look at interrupts either.
      if (timeoutNanos == 0 || waker.isPending()) {
        selector.selectNow(recorder);
      } else {
        selectInterruptibly(timeoutNanos);
      }
    } catch (IOException | ClosedSelectorException e) {
      return NioErrorCodes.INSTANCE.result(e);
    }
    waker.clear();
    unflushed = false;
    return count;
  }

  @Override
  public long token(int index) {
    return tokens[index];
  }

  @Override
  public int ready(int index) {
    return ready[index];
  }

  @Override
  public String callName(boolean change) {
    return change ? "SelectionKey.interestOps" : "Selector.select";
  }

  @Override
  public Waker waker() {
    return waker;
  }

  @Override
  public long resolutionNanos() {
    return RESOLUTION_NANOS;
  }

  @Override
  public void close() {
    try {
      selector.close();
    } catch (IOException e) {
      // Nothing is left to be done about it: the selector is closed all the same.
    }
    unsettled.clear();
  }

  /**
   * Makes the selector let go of a channel that is about to be closed, so that closing it closes
   * it. In a large batch it is left to the next select: the peer sees the end at once, a reset a
   * little later.
   */
  void release(SelectableChannel channel) {
    if (cancel(channel) && count <= FLUSH_LIMIT) {
      flush();
    }
  }

  /**
   * Makes the selector let go of the channels whose keys were cancelled; those that are closed give
   * their system descriptors back. A wake-up is not lost by it.
   *
   * @return whether there were any
   */
  boolean flush() {
    if (!unflushed) {
      return false;
    }
    unflushed = false;
    try {
      selector.selectNow(NioPoller::drop);
    } catch (IOException | ClosedSelectorException e) {
      // A closed selector has let go; a broken one fails the next poll, which reports it.
    }
    return true;
  }

  private int register(SelectableChannel channel, NioRegistration registration) {
    try {
      boolean settled = NioRegistration.isSettled(channel);
      SelectionKey key = channel.register(selector, registration.ops(channel), registration);
      if (!settled) {
        unsettled.add(key);
      }
      return 0;
    } catch (ClosedChannelException | CancelledKeyException | ClosedSelectorException e) {
      return NioErrorCode.EBADF.result();
    } catch (IllegalBlockingModeException | IllegalSelectorException e) {
      return NioErrorCode.EINVAL.result();
    }
  }

  private boolean cancel(SelectableChannel channel) {
    SelectionKey key = channel.keyFor(selector);
    if (key == null) {
      return false;
    }
    key.cancel();
    unflushed = true;
    return true;
  }

  /** Looks again at the sockets that were connecting, and forgets those that no longer are. */
  private void settle() {
    for (int i = unsettled.size() - 1; i >= 0; i--) {
      if (settle(unsettled.get(i))) {
        SelectionKey last = unsettled.removeLast();
        if (i < unsettled.size()) {
          unsettled.set(i, last);
        }
      }
    }
  }

  private static boolean settle(SelectionKey key) {
    try {
      // Asked first: a connect that ends in between is then seen next time.
      boolean settled = NioRegistration.isSettled(key.channel());
      NioRegistration.of(key).apply(key);
      return settled;
    } catch (CancelledKeyException e) {
      return true;
    }
  }

  /**
   * Selects with an eye on interrupts: a selector returns at once for as long as its thread's
   * interrupt is set, so it is taken away for the time of the select.
   */
  private void selectInterruptibly(long timeoutNanos) throws IOException {
    Thread self = Thread.currentThread();
    boolean interrupted = Thread.interrupted();
    if (!interrupted) {
      interruptReportedTo = null;
    }
    try {
      if (interrupted && interruptReportedTo != self) {
        selector.selectNow(recorder);
      } else {
        select(timeoutNanos);
      }
    } finally {
      if (interrupted) {
        self.interrupt();
      }
      if (self.isInterrupted()) {
        interruptReportedTo = self;
      }
    }
  }

  private void select(long timeoutNanos) throws IOException {
    if (timeoutNanos < 0) {
      selector.select(recorder);
    } else {
      // Rounded up, so as not to be early; 0 would wait without end.
      selector.select(recorder, (timeoutNanos - 1) / RESOLUTION_NANOS + 1);
    }
  }

  private void record(SelectionKey key) {
    int readyOps;
    try {
      readyOps = key.readyOps();
    } catch (CancelledKeyException e) {
      // Another thread closed the channel during this very select; a closed one has no events.
      return;
    }
    if (count == tokens.length) {
      tokens = Arrays.copyOf(tokens, count * 2);
      ready = Arrays.copyOf(ready, count * 2);
    }
    NioRegistration registration = NioRegistration.of(key);
    tokens[count] = registration.token();
    ready[count] = registration.ready(readyOps);
    count++;
  }

  /** Takes no notice of an event: the selector is level-triggered, and reports it again. */
  private static void drop(SelectionKey key) {}
}
