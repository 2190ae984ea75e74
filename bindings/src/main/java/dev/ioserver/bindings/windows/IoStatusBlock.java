package dev.ioserver.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.bindings.windows.generated._IO_STATUS_BLOCK;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;

/**
 * Reads and writes {@code IO_STATUS_BLOCK}, where the kernel says how a request ended.
 *
 * <p>Static methods over the caller's memory: as thread-safe as that memory is.
 */
public final class IoStatusBlock {
  /** The layout of the structure, for allocating one. */
  public static final MemoryLayout LAYOUT = _IO_STATUS_BLOCK.layout();

  private static final long STATUS = _IO_STATUS_BLOCK.Status$offset();

  private IoStatusBlock() {}

  /** The status, one of {@link NtStatus} or another; below 0 for failures. */
  public static int status(MemorySegment block) {
    return block.get(JAVA_INT, STATUS);
  }

  /** Sets the status; {@link NtStatus#STATUS_PENDING} before a request. */
  public static void status(MemorySegment block, int status) {
    block.set(JAVA_INT, STATUS, status);
  }
}
