package dev.ioserver.testkit.tutorial;

import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.spi.Poller;
import dev.ioserver.engine.spi.Waker;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Waits for readiness with a selector. */
final class TutorialPoller implements Poller {

  /** What a key is registered with, and what an event carries. */
  private record Wanted(long token, int interest) {}

  private record Event(long token, int ready) {}

  private final Selector selector;
  private final List<Event> events = new ArrayList<>();

  /** A selectNow swallows a wake-up; this does not. */
  private volatile boolean woken;

  TutorialPoller() throws SystemCallException {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw TutorialCodes.INSTANCE.failure("Selector.open", "", TutorialCodes.result(e));
    }
  }

  @Override
  public boolean isEdgeTriggered() {
    return false;
  }

  @Override
  public int add(long descriptor, long token, int interest) {
    try {
      TutorialSockets.channel(descriptor).register(selector, 0, new Wanted(token, interest));
      return 0;
    } catch (IOException | RuntimeException e) {
      return TutorialCodes.result(e);
    }
  }

  @Override
  public int modify(long descriptor, long token, int held, int wanted) {
    return add(
        descriptor, token, wanted); // A channel keeps its key, and only what it says changes.
  }

  @Override
  public int remove(long descriptor, long token, int held) {
    try {
      SelectionKey key = TutorialSockets.channel(descriptor).keyFor(selector);
      if (key != null) {
        key.cancel();
        selector.selectNow(_ -> {}); // Until then the selector keeps a closed channel open.
      }
    } catch (IOException e) {
      // It is closed already, which is no failure.
    }
    return REMOVED;
  }

  @Override
  public int poll(long timeoutNanos) {
    events.clear();
    selector.keys().stream().filter(SelectionKey::isValid).forEach(TutorialPoller::want);
    try {
      if (timeoutNanos == 0 || woken) {
        selector.selectNow(this::record);
      } else {
        // Rounded up, so as not to be early; 0 waits without end.
        selector.select(this::record, Math.max(0, timeoutNanos + 999_999) / 1_000_000);
      }
    } catch (IOException e) {
      return TutorialCodes.result(e);
    }
    woken = false;
    return events.size();
  }

  /** A connecting socket becomes a connected one behind the poller's back, so: before each wait. */
  private static void want(SelectionKey key) {
    int interest = ((Wanted) key.attachment()).interest();
    int ops = 0;
    if (key.channel() instanceof ServerSocketChannel) {
      ops = (interest & Interest.READ) != 0 ? SelectionKey.OP_ACCEPT : 0;
    } else if (key.channel() instanceof SocketChannel socket && !socket.isConnected()) {
      ops = (interest & Interest.WRITE) != 0 ? SelectionKey.OP_CONNECT : 0;
    } else {
      ops |= (interest & Interest.READ) != 0 ? SelectionKey.OP_READ : 0;
      ops |= (interest & Interest.WRITE) != 0 ? SelectionKey.OP_WRITE : 0;
    }
    key.interestOps(ops);
  }

  private void record(SelectionKey key) {
    int ready = key.isAcceptable() || key.isReadable() ? Interest.READ : 0;
    ready |= key.isConnectable() || key.isWritable() ? Interest.WRITE : 0;
    events.add(new Event(((Wanted) key.attachment()).token(), ready));
  }

  @Override
  public long token(int index) {
    return events.get(index).token();
  }

  @Override
  public int ready(int index) {
    return events.get(index).ready();
  }

  @Override
  public Waker waker() {
    return () -> {
      woken = true;
      selector.wakeup();
      return 0;
    };
  }

  @Override
  public String callName(boolean change) {
    return change ? "register" : "select";
  }

  @Override
  public long resolutionNanos() {
    return 1_000_000;
  }

  @Override
  public void close() {
    try {
      selector.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }
}
