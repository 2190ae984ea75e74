package dev.ioserver.bindings.windows;

import dev.ioserver.bindings.windows.generated.windows_h;

/**
 * What ntdll answers, and what an {@link IoStatusBlock} holds: {@code ntstatus.h}. Failures are
 * below 0.
 *
 * <p>Constants: immutable, thread-safe, one per name of the C headers.
 */
public final class NtStatus {
  /** Done. */
  public static final int STATUS_SUCCESS = windows_h.STATUS_SUCCESS();

  /** Under way. */
  public static final int STATUS_PENDING = windows_h.STATUS_PENDING();

  /** The request was cancelled. */
  public static final int STATUS_CANCELLED = windows_h.STATUS_CANCELLED();

  /** There is no such request. */
  public static final int STATUS_NOT_FOUND = windows_h.STATUS_NOT_FOUND();

  private NtStatus() {}
}
