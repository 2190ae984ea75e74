package dev.ioserver.windows;

import dev.ioserver.bindings.windows.Afd;
import dev.ioserver.bindings.windows.AfdPollInfo;
import dev.ioserver.bindings.windows.IoStatusBlock;
import dev.ioserver.bindings.windows.NtStatus;
import dev.ioserver.bindings.windows.WindowsCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Sends polls to the kernel and takes them back, and counts how many are there. The only place that
 * changes the state of an {@link AfdPoll}.
 *
 * <p>Belongs to the polling thread.
 */
final class AfdRequests {

  private static final int INFO_BYTES = (int) AfdPollInfo.LAYOUT.byteSize();

  private final MemorySegment cancelStatus;
  private final AfdHandles handles;

  private int outstanding;
  private long sent;
  private long cancelled;

  AfdRequests(Arena arena, AfdHandles handles) {
    this.cancelStatus = arena.allocate(IoStatusBlock.LAYOUT);
    this.handles = handles;
  }

  /**
   * Sends a poll. From here to its packet the memory is the kernel's.
   *
   * @return 0, or a code, negated
   */
  int arm(AfdPoll poll, int events) {
    assert poll.state == AfdPoll.IDLE : "state " + poll.state;
    AfdHandle handle = poll.handle;
    if (handle == null) {
      handle = handles.take();
      if (handle == null) {
        return handles.failure();
      }
      poll.handle = handle;
    }
    IoStatusBlock.status(poll.status, NtStatus.STATUS_PENDING);
    AfdPollInfo.ask(poll.info, poll.baseSocket, events);
    int result =
        WindowsCalls.ntDeviceIoControlFile(
            handle.handle,
            poll.context,
            poll.status,
            Afd.IOCTL_AFD_POLL,
            poll.info,
            INFO_BYTES,
            poll.info,
            INFO_BYTES);
    if (result < 0) {
      return result;
    }
    // Done or pending, its packet comes.
    sent++;
    outstanding++;
    poll.state = AfdPoll.PENDING;
    poll.armed = events;
    return 0;
  }

  /**
   * Tells the kernel to give up a poll. ERROR_NOT_FOUND: it has its answer already. Whatever the
   * result is, the packet comes, now or when the socket is closed.
   */
  void cancel(AfdPoll poll) {
    AfdHandle handle = poll.handle;
    assert handle != null && poll.state == AfdPoll.PENDING : "state " + poll.state;
    WindowsCalls.ntCancelIoFileEx(handle.handle, poll.status, cancelStatus);
    cancelled++;
    poll.state = AfdPoll.CANCELLED;
  }

  /** The packet of a poll has come: its memory is ours again. */
  void complete(AfdPoll poll) {
    assert poll.state != AfdPoll.IDLE : "a packet too many for token " + poll.token;
    outstanding--;
    poll.state = AfdPoll.IDLE;
  }

  /** Gives back the place that the socket of a poll takes, if it has one. */
  void leaveHandle(AfdPoll poll) {
    AfdHandle handle = poll.handle;
    if (handle != null) {
      poll.handle = null;
      handles.giveBack(handle);
    }
  }

  /** Polls whose packet has not come: the kernel may write to their memory. */
  int outstanding() {
    return outstanding;
  }

  /** Polls sent so far. */
  long sent() {
    return sent;
  }

  /** Polls cancelled so far. */
  long cancelled() {
    return cancelled;
  }

  /** How many AFD handles are open. */
  int handles() {
    return handles.size();
  }

  /** Closes the handles, which cancels what is still under way on them. */
  void close() {
    handles.close();
  }
}
