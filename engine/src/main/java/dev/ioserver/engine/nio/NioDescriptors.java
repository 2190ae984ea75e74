package dev.ioserver.engine.nio;

import java.nio.channels.SelectableChannel;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Gives channels the {@code long} descriptors of the SPI. One table for the process, since a
 * channel that one loop accepted may be adopted by another.
 *
 * <p>A descriptor is an index in its low half and the generation of that index in its high half,
 * from 1 on: it is above 0, and one that is used after its release is recognised.
 *
 * <p>Thread-safety: any thread. Looking up takes no lock.
 */
public final class NioDescriptors {
  private static final int FIRST_CAPACITY = 64;
  private static final int GENERATION_SHIFT = 32;

  /** Guards all but the reading of {@link #slots}. */
  private static final Object LOCK = new Object();

  /**
   * What goes by each index, or null. Elements are written with release and read with acquire. The
   * array is replaced when it grows; one who reads an older array may miss a release, never a
   * registration that he can know of, and is told by the channel that it is closed.
   */
  private static volatile AtomicReferenceArray<@Nullable NioDescriptor> slots =
      new AtomicReferenceArray<>(FIRST_CAPACITY);

  /** The generation that each index was last given. */
  private static int[] generations = new int[FIRST_CAPACITY];

  /** A stack of indices that were used and released. */
  private static int[] free = new int[FIRST_CAPACITY];

  private static int freeCount;

  /** How many indices were ever used. */
  private static int used;

  private NioDescriptors() {}

  /** Gives a channel a descriptor, above 0, which must be released. */
  public static long register(SelectableChannel channel) {
    synchronized (LOCK) {
      int index = freeCount > 0 ? free[--freeCount] : fresh();
      int generation = generations[index] == Integer.MAX_VALUE ? 1 : generations[index] + 1;
      generations[index] = generation;
      long id = (long) generation << GENERATION_SHIFT | index;
      slots.setRelease(index, new NioDescriptor(id, channel));
      return id;
    }
  }

  /**
   * Takes a descriptor back. The channel stays open.
   *
   * @return whether it was in use; of several threads that release it one is told so
   */
  public static boolean release(long id) {
    synchronized (LOCK) {
      if (get(id) == null) {
        return false;
      }
      int index = (int) id;
      slots.setRelease(index, null);
      free[freeCount++] = index;
      return true;
    }
  }

  /** What goes by a descriptor, or null if it was released or never given. */
  static @Nullable NioDescriptor get(long id) {
    AtomicReferenceArray<@Nullable NioDescriptor> table = slots;
    int index = (int) id;
    if (index < 0 || index >= table.length()) {
      return null;
    }
    NioDescriptor descriptor = table.getAcquire(index);
    return descriptor != null && descriptor.id() == id ? descriptor : null;
  }

  /** Whether it looks like a descriptor of this table; a system's own has no generation. */
  static boolean mayBe(long id) {
    return id >>> GENERATION_SHIFT != 0;
  }

  /** How many descriptors are in use. */
  static int size() {
    synchronized (LOCK) {
      return used - freeCount;
    }
  }

  private static int fresh() {
    if (used == generations.length) {
      grow(used * 2);
    }
    return used++;
  }

  private static void grow(int capacity) {
    AtomicReferenceArray<@Nullable NioDescriptor> larger = new AtomicReferenceArray<>(capacity);
    for (int i = 0; i < used; i++) {
      larger.setPlain(i, slots.getPlain(i));
    }
    generations = Arrays.copyOf(generations, capacity);
    free = Arrays.copyOf(free, capacity);
    slots = larger;
  }
}
