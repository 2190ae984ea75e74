package dev.ioserver.engine.spi;

import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One engine, found through {@link java.util.ServiceLoader}. Its kernel either notifies ({@link
 * ReadinessEngine}) or completes ({@link CompletionEngine}). Loading and asking an engine must work
 * on every system: one that cannot run here says so through {@link #unavailabilityCause()}. If a
 * class of a jar that it stands on is missing, let the error pass: {@link Engines} says which jar.
 *
 * <p>Thread-safety: any thread.
 */
public sealed interface Engine permits ReadinessEngine, CompletionEngine {

  /** {@return the name that {@code -Dioserver.engine} takes: "epoll", "nio"} */
  String name();

  /**
   * {@return the highest available wins} 0 is the portable fallback; kernel engines take 100 and
   * more.
   */
  int priority();

  /** {@return null if this engine can run here, else why not and what would help, in one line} */
  @Nullable String unavailabilityCause();

  /**
   * Memory that this engine's sockets read into and write from. Any thread.
   *
   * @param bytes 0 or more
   * @return a direct buffer of so many bytes, all of them 0
   * @throws IllegalArgumentException if it is negative
   * @throws OutOfMemoryError if there is none
   */
  default ByteBuffer allocate(int bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes is " + bytes + "; it must be 0 or more");
    }
    return ByteBuffer.allocateDirect(bytes);
  }

  /**
   * {@return what was found in this system, name to value, in a fixed order: for {@code doctor}}
   */
  Map<String, String> features();

  /**
   * {@return whether descriptors are the system's own, so that one which somebody else made can be
   * watched} If not, descriptors stand for channels of java.nio.
   */
  default boolean hasSystemDescriptors() {
    return true;
  }

  /**
   * {@return the clock that the loops of this engine go by} An engine that simulates a kernel has
   * one of its own; its users then wait without a time-out, since a time-out of theirs is on the
   * machine's.
   */
  default NanoClock clock() {
    return NanoClock.SYSTEM;
  }
}
