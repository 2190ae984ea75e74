package dev.ioserver.windows;

import dev.ioserver.bindings.windows.Handles;
import dev.ioserver.bindings.windows.IoStatusBlock;
import dev.ioserver.bindings.windows.ObjectAttributes;
import dev.ioserver.bindings.windows.WindowsCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A handle to {@code \Device\Afd} that is tied to a completion port: what polls are sent to. Any
 * name below the device will do, and no name at all would open something else.
 *
 * <p>Belongs to the polling thread.
 */
final class AfdHandle {

  private static final String NAME = "\\Device\\Afd\\ioserver";
  private static final int SHARED = Handles.FILE_SHARE_READ | Handles.FILE_SHARE_WRITE;
  private static final long NO_KEY = 0;

  final long handle;

  /** How many sockets are polled through this handle. */
  int sockets;

  AfdHandle(long handle) {
    this.handle = handle;
  }

  /**
   * Opens a handle and ties it to a port.
   *
   * @return a handle, or a code, negated
   */
  static long open(MemorySegment error, long port) {
    long handle;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment opened = arena.allocate(ValueLayout.JAVA_LONG);
      MemorySegment status = arena.allocate(IoStatusBlock.LAYOUT);
      MemorySegment name = ObjectAttributes.named(arena, NAME);
      int result =
          WindowsCalls.ntCreateFile(
              opened, Handles.SYNCHRONIZE, name, status, SHARED, Handles.FILE_OPEN);
      if (result < 0) {
        return result;
      }
      handle = opened.get(ValueLayout.JAVA_LONG, 0);
    }
    long result = WindowsCalls.createIoCompletionPort(error, handle, port, NO_KEY, 0);
    if (result >= 0) {
      // Nobody waits for the handle itself.
      result =
          WindowsCalls.setFileCompletionNotificationModes(
              error, handle, Handles.FILE_SKIP_SET_EVENT_ON_HANDLE);
    }
    if (result < 0) {
      WindowsCalls.closeHandle(error, handle);
      return result;
    }
    return handle;
  }
}
