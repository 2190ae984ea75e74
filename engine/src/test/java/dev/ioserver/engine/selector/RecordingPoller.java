package dev.ioserver.engine.selector;

import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Poller;
import dev.ioserver.engine.spi.Waker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A poller that remembers what it was told, and fails where the table breaks its contract. */
final class RecordingPoller implements Poller {

  /** What the kernel would hold of a descriptor. */
  record Held(long token, int interest) {}

  final List<String> calls = new ArrayList<>();
  final Map<Long, Held> held = new HashMap<>();

  /** What the next add or modify returns. */
  int nextResult;

  /** Whether {@link #remove} leaves the memory with the kernel. */
  boolean releaseLater;

  static final ErrorCodes CODES =
      new ErrorCodes() {
        @Override
        public String name(int code) {
          return "E" + code;
        }

        @Override
        public String text(int code) {
          return "on purpose";
        }

        @Override
        public SystemCallException.Kind kind(int code) {
          return SystemCallException.Kind.OTHER;
        }
      };

  private int result() {
    int result = nextResult;
    nextResult = 0;
    return result;
  }

  @Override
  public boolean isEdgeTriggered() {
    return true;
  }

  @Override
  public int add(long descriptor, long token, int interest) {
    calls.add("add " + descriptor + " " + interest);
    int result = result();
    if (result >= 0) {
      Held before = held.put(descriptor, new Held(token, interest));
      if (before != null) {
        throw new AssertionError("added " + descriptor + " twice");
      }
    }
    return result;
  }

  @Override
  public int modify(long descriptor, long token, int had, int wanted) {
    calls.add("modify " + descriptor + " " + had + " " + wanted);
    Held before = held.get(descriptor);
    if (before == null || before.interest() != had || before.token() != token || had == wanted) {
      throw new AssertionError("held " + before + ", told " + had + " of " + token);
    }
    int result = result();
    if (result >= 0) {
      held.put(descriptor, new Held(token, wanted));
    } else {
      held.remove(descriptor);
    }
    return result;
  }

  @Override
  public int remove(long descriptor, long token, int had) {
    calls.add("remove " + descriptor);
    Held before = held.remove(descriptor);
    if (before == null || before.token() != token || before.interest() != had) {
      throw new AssertionError("held " + before + ", told " + had + " of " + token);
    }
    return releaseLater ? RELEASE_PENDING : REMOVED;
  }

  @Override
  public int poll(long timeoutNanos) {
    throw new AssertionError("the table does not poll");
  }

  @Override
  public long token(int index) {
    throw new AssertionError("the table does not poll");
  }

  @Override
  public int ready(int index) {
    throw new AssertionError("the table does not poll");
  }

  @Override
  public String callName(boolean change) {
    return change ? "change" : "poll";
  }

  @Override
  public Waker waker() {
    return () -> 0;
  }

  @Override
  public long resolutionNanos() {
    return 1;
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
