package dev.ioserver.engine.queue;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A queue that holds one element as a rule: the first has a field of its own, and the others are in
 * an {@link ArrayDeque}. A loop that wakes for a single message finds nothing in the processor's
 * nearest cache, where the kernel has been meanwhile: an array less to look into counts there.
 *
 * <p>Thread-safety: one thread.
 *
 * @param <T> what is queued
 */
public final class SmallQueue<T> {

  private static final int FEW = 4;

  private @Nullable T first;

  /** How many there are behind the first: the deque is not looked at when there are none. */
  private int more;

  /** Made when a second element comes: most queues never have one. */
  private @Nullable ArrayDeque<T> rest;

  /** An empty queue. */
  public SmallQueue() {}

  /** Puts an element at the end. */
  public void add(T element) {
    if (first == null) {
      first = element;
    } else {
      ArrayDeque<T> others = rest;
      if (others == null) {
        others = new ArrayDeque<>(FEW);
        rest = others;
      }
      others.add(element);
      more++;
    }
  }

  /** The first element, or null. */
  public @Nullable T peek() {
    return first;
  }

  /** Takes the first element, or null. */
  public @Nullable T poll() {
    T head = first;
    ArrayDeque<T> others = rest;
    if (more == 0 || others == null) {
      first = null;
    } else {
      first = others.remove();
      more--;
    }
    return head;
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return first == null;
  }

  /** How many there are. */
  public int size() {
    return first == null ? 0 : more + 1;
  }

  /** Takes them all, in order. */
  public void drain(Consumer<? super T> action) {
    for (T next = poll(); next != null; next = poll()) {
      action.accept(next);
    }
  }

  /**
   * Copies the first ones, in order, as many as there are or the array takes.
   *
   * @return how many
   */
  public int copyTo(T[] into) {
    T head = first;
    if (head == null || into.length == 0) {
      return 0;
    }
    into[0] = head;
    int n = 1;
    ArrayDeque<T> others = rest;
    if (more > 0 && others != null) {
      for (T element : others) {
        if (n == into.length) {
          break;
        }
        into[n++] = element;
      }
    }
    return n;
  }
}
