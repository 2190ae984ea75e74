package dev.ioserver.bindings.windows;

import dev.ioserver.bindings.windows.generated.windows_h;

/**
 * Constants of handles and files: {@code NtCreateFile}, {@code SetHandleInformation}, {@code
 * GetQueuedCompletionStatusEx}.
 *
 * <p>Constants: immutable, thread-safe, one per name of the C headers.
 */
public final class Handles {
  /** NtCreateFile: opens what exists. */
  public static final int FILE_OPEN = windows_h.FILE_OPEN();

  /** Others may open it to read. */
  public static final int FILE_SHARE_READ = windows_h.FILE_SHARE_READ();

  /** Others may open it to write. */
  public static final int FILE_SHARE_WRITE = windows_h.FILE_SHARE_WRITE();

  /** A completion leaves the event inside the file alone. */
  public static final int FILE_SKIP_SET_EVENT_ON_HANDLE = windows_h.FILE_SKIP_SET_EVENT_ON_HANDLE();

  /** A child process inherits the handle. */
  public static final int HANDLE_FLAG_INHERIT = windows_h.HANDLE_FLAG_INHERIT();

  /** A wait without end, in milliseconds. */
  public static final int INFINITE = windows_h.INFINITE();

  /** No handle: -1. */
  public static final long INVALID_HANDLE_VALUE = windows_h.INVALID_HANDLE_VALUE().address();

  /** The right to wait for a handle. */
  public static final int SYNCHRONIZE = windows_h.SYNCHRONIZE();

  private Handles() {}
}
