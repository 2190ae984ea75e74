package dev.ioserver.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ioserver.bindings.windows.generated.afd_poll_handle_info;
import dev.ioserver.bindings.windows.generated.afd_poll_info;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;

/**
 * Reads and writes {@code AFD_POLL_INFO} for one socket, the argument and the answer of {@link
 * Afd#IOCTL_AFD_POLL}.
 *
 * <p>Static methods over the caller's memory: as thread-safe as that memory is.
 */
public final class AfdPollInfo {
  /** The layout of the structure, for allocating one. */
  public static final MemoryLayout LAYOUT = afd_poll_info.layout();

  /** A poll that never ends by itself. */
  private static final long NO_TIMEOUT = Long.MAX_VALUE;

  private static final long TIMEOUT = afd_poll_info.Timeout$offset();
  private static final long NUMBER_OF_HANDLES = afd_poll_info.NumberOfHandles$offset();
  private static final long EXCLUSIVE = afd_poll_info.Exclusive$offset();
  private static final long FIRST = afd_poll_info.Handles$offset();
  private static final long HANDLE = FIRST + afd_poll_handle_info.Handle$offset();
  private static final long EVENTS = FIRST + afd_poll_handle_info.Events$offset();
  private static final long STATUS = FIRST + afd_poll_handle_info.Status$offset();

  private AfdPollInfo() {}

  /**
   * Asks for events of one socket, without end.
   *
   * @param baseSocket the socket below all layers, see {@link Sockets#SIO_BASE_HANDLE}
   * @param events {@code AFD_POLL_} bits of {@link Afd}
   */
  public static void ask(MemorySegment info, long baseSocket, int events) {
    info.set(JAVA_LONG, TIMEOUT, NO_TIMEOUT);
    info.set(JAVA_INT, NUMBER_OF_HANDLES, 1);
    info.set(JAVA_INT, EXCLUSIVE, 0);
    info.set(JAVA_LONG, HANDLE, baseSocket);
    info.set(JAVA_INT, EVENTS, events);
    info.set(JAVA_INT, STATUS, 0);
  }

  /** How many sockets the answer is about: 0 or 1. */
  public static int count(MemorySegment info) {
    return info.get(JAVA_INT, NUMBER_OF_HANDLES);
  }

  /** The {@code AFD_POLL_} bits of the answer. */
  public static int events(MemorySegment info) {
    return info.get(JAVA_INT, EVENTS);
  }
}
