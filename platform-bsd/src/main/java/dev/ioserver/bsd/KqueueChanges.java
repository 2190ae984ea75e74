package dev.ioserver.bsd;

import dev.ioserver.bindings.bsd.KEvent;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Changes that wait to be handed in with the next wait, in their order. The memory grows to what
 * was needed at most, and is then kept.
 *
 * <p>Thread-safety: one thread at a time.
 */
final class KqueueChanges {

  private MemorySegment array;
  private int capacity;
  private int count;

  KqueueChanges(int capacity) {
    this.array = KEvent.allocate(Arena.ofAuto(), capacity);
    this.capacity = capacity;
  }

  /** Appends a change. */
  void append(long descriptor, short filter, short flags, long token) {
    if (count == capacity) {
      grow();
    }
    KEvent.set(array, count, descriptor, filter, flags, 0, token);
    count++;
  }

  /** Takes back what was to be said of a descriptor. */
  void drop(long descriptor) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (KEvent.ident(array, i) != descriptor) {
        if (kept != i) {
          KEvent.move(array, i, kept);
        }
        kept++;
      }
    }
    count = kept;
  }

  /** Forgets all: they were handed in. */
  void clear() {
    count = 0;
  }

  int count() {
    return count;
  }

  /** The changes, for the kernel. */
  MemorySegment array() {
    return array;
  }

  private void grow() {
    MemorySegment larger = KEvent.allocate(Arena.ofAuto(), capacity * 2);
    KEvent.copy(array, larger, count);
    array = larger;
    capacity *= 2;
  }
}
