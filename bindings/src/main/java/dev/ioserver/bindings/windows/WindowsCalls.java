package dev.ioserver.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The calls of kernel32 and ntdll, one method each, under their own names; those of Winsock are in
 * {@link WinsockCalls}.
 *
 * <p><b>Result.</b> Zero or more is what the C function returned, and 0 where that is TRUE; below
 * zero is a code of {@link WindowsErrors}, negated. The calls of ntdll answer with an NTSTATUS: 0
 * or more is handed on as it is, and below 0 becomes the code that Windows itself makes of it.
 * Nothing is retried.
 *
 * <p><b>The error segment.</b> Where there is one, the first parameter receives GetLastError and
 * WSAGetLastError. Allocate one per thread, once, with {@link #newErrorSegment}; two threads must
 * never share it. Only failing calls are read from it, so it needs no clearing in between.
 *
 * <p><b>Threads.</b> All methods are thread-safe where Windows is, and allocate nothing. A call
 * that blocks holds its carrier thread: make it from a platform thread.
 *
 * <p><b>Exceptions.</b> None for what Windows refuses. A heap segment, a closed arena or a thread
 * that may not touch the segment throw what the foreign function interface throws.
 *
 * <p>Use this class only if {@link WindowsBindings#unavailabilityCause()} is null.
 */
public final class WindowsCalls {
  private static final int NOT_ALERTABLE = 0;
  private static final long NO_EVENT = 0;

  private WindowsCalls() {}

  /** A zeroed segment that receives error codes; lives as long as {@code arena}. */
  public static MemorySegment newErrorSegment(Arena arena) {
    return arena.allocate(WindowsHandles.ERROR_LAYOUT);
  }

  /**
   * Opens a completion port, or ties a file to one: {@code CreateIoCompletionPort}.
   *
   * @param file the file to tie, or {@link Handles#INVALID_HANDLE_VALUE} for a new port
   * @param port the port to tie it to, or 0 for a new one
   * @param key what the packets of the file carry
   * @param threads how many threads may run at a time, 0 for as many as there are processors
   * @return the port
   */
  public static long createIoCompletionPort(
      MemorySegment error, long file, long port, long key, int threads) {
    try {
      long result =
          (long)
              WindowsHandles.CREATE_IO_COMPLETION_PORT.invokeExact(error, file, port, key, threads);
      return result > 0 ? result : -lastError(error);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  /**
   * Takes packets from a completion port: {@code GetQueuedCompletionStatusEx}.
   *
   * @param entries room for {@code maxEntries} of {@link OverlappedEntry}
   * @param taken an int of the call's own: some systems write 1 to it when the time is up, so it is
   *     looked at only if the call succeeded
   * @param timeoutMillis the longest wait in milliseconds; 0 polls, {@link Handles#INFINITE} waits
   *     without end
   * @return how many packets were taken, 1 or more; {@code -WAIT_TIMEOUT} when the time is up
   */
  public static int getQueuedCompletionStatusEx(
      MemorySegment error,
      long port,
      MemorySegment entries,
      int maxEntries,
      MemorySegment taken,
      int timeoutMillis) {
    try {
      int result =
          (int)
              WindowsHandles.GET_QUEUED_COMPLETION_STATUS_EX.invokeExact(
                  error, port, entries, maxEntries, taken, timeoutMillis, NOT_ALERTABLE);
      return result != 0 ? taken.get(JAVA_INT, 0) : -lastError(error);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  /**
   * Puts a packet into a completion port: {@code PostQueuedCompletionStatus}.
   *
   * @param bytes what the packet says of bytes
   * @param key the packet's key
   * @param overlapped the packet's pointer, which nobody follows; {@code NULL} for none
   */
  public static int postQueuedCompletionStatus(
      MemorySegment error, long port, int bytes, long key, MemorySegment overlapped) {
    try {
      int result =
          (int)
              WindowsHandles.POST_QUEUED_COMPLETION_STATUS.invokeExact(
                  error, port, bytes, key, overlapped);
      return result != 0 ? 0 : -lastError(error);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  /**
   * Says what the completion of a file's requests touches: {@code
   * SetFileCompletionNotificationModes}.
   *
   * @param modes {@link Handles#FILE_SKIP_SET_EVENT_ON_HANDLE}
   */
  public static int setFileCompletionNotificationModes(MemorySegment error, long file, int modes) {
    try {
      int result =
          (int)
              WindowsHandles.SET_FILE_COMPLETION_NOTIFICATION_MODES.invokeExact(
                  error, file, (byte) modes);
      return result != 0 ? 0 : -lastError(error);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  /**
   * Changes the flags of a handle: {@code SetHandleInformation}.
   *
   * @param mask which flags to change, {@link Handles#HANDLE_FLAG_INHERIT}
   * @param flags the new flags
   */
  public static int setHandleInformation(MemorySegment error, long handle, int mask, int flags) {
    try {
      int result =
          (int) WindowsHandles.SET_HANDLE_INFORMATION.invokeExact(error, handle, mask, flags);
      return result != 0 ? 0 : -lastError(error);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  /** Closes a handle that is no socket: {@code CloseHandle}. */
  public static int closeHandle(MemorySegment error, long handle) {
    try {
      int result = (int) WindowsHandles.CLOSE_HANDLE.invokeExact(error, handle);
      return result != 0 ? 0 : -lastError(error);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  /**
   * Opens a file or a device: {@code NtCreateFile}, with no attributes of its own.
   *
   * @param handle a long that receives the handle
   * @param access rights such as {@link Handles#SYNCHRONIZE}
   * @param attributes an {@link ObjectAttributes}, which names it
   * @param status an {@link IoStatusBlock}
   * @param share {@code FILE_SHARE_} of {@link Handles}
   * @param disposition {@link Handles#FILE_OPEN}
   */
  public static int ntCreateFile(
      MemorySegment handle,
      int access,
      MemorySegment attributes,
      MemorySegment status,
      int share,
      int disposition) {
    try {
      int result =
          (int)
              WindowsHandles.NT_CREATE_FILE.invokeExact(
                  handle,
                  access,
                  attributes,
                  status,
                  MemorySegment.NULL,
                  0,
                  share,
                  disposition,
                  0,
                  MemorySegment.NULL,
                  0);
      return result >= 0 ? result : -toError(result);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  /**
   * Sends a request to a device: {@code NtDeviceIoControlFile}, with neither event nor procedure.
   *
   * <p>Of a file that is tied to a completion port, each request that did not fail puts a packet
   * into the port, also one that succeeds at once. Until that packet is taken, {@code status} and
   * {@code output} are the kernel's to write.
   *
   * @param context what the packet carries as its pointer, which nobody follows; with 0 there is no
   *     packet
   * @param status an {@link IoStatusBlock}
   * @return 0 or {@link NtStatus#STATUS_PENDING}
   */
  public static int ntDeviceIoControlFile(
      long file,
      long context,
      MemorySegment status,
      int request,
      MemorySegment input,
      int inputLength,
      MemorySegment output,
      int outputLength) {
    try {
      int result =
          (int)
              WindowsHandles.NT_DEVICE_IO_CONTROL_FILE.invokeExact(
                  file,
                  NO_EVENT,
                  MemorySegment.NULL,
                  context,
                  status,
                  request,
                  input,
                  inputLength,
                  output,
                  outputLength);
      return result >= 0 ? result : -toError(result);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  /**
   * Cancels one request; its packet comes all the same: {@code NtCancelIoFileEx}.
   *
   * @param request the {@link IoStatusBlock} that the request was made with
   * @param status an {@link IoStatusBlock} for this call
   * @return 0; {@code -ERROR_NOT_FOUND} if the request is complete already
   */
  public static int ntCancelIoFileEx(long file, MemorySegment request, MemorySegment status) {
    try {
      int result = (int) WindowsHandles.NT_CANCEL_IO_FILE_EX.invokeExact(file, request, status);
      return result >= 0 ? result : -toError(result);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  /** The code that Windows makes of an NTSTATUS that is a failure. */
  private static int toError(int status) throws Throwable {
    return (int) WindowsHandles.RTL_NT_STATUS_TO_DOS_ERROR.invokeExact(status);
  }

  private static int lastError(MemorySegment error) {
    return error.get(JAVA_INT, WindowsHandles.LAST_ERROR_OFFSET);
  }
}
