package dev.ioserver.windows;

import dev.ioserver.bindings.windows.AfdPollInfo;
import dev.ioserver.bindings.windows.IoStatusBlock;
import dev.ioserver.engine.api.Interest;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One registration, and the memory of its one poll. A socket never has two polls of a port: what is
 * awaited of it is merged into one.
 *
 * <pre>
 *   IDLE --arm--&gt; PENDING --cancel--&gt; CANCELLED
 *    ^              |                     |
 *    +--- packet ---+------- packet ------+
 * </pre>
 *
 * In PENDING and CANCELLED the memory is the kernel's, also when the registration is over by then
 * and the socket closed. Every poll ends with one packet, and only that gives the memory back.
 *
 * <p>Belongs to the polling thread.
 */
final class AfdPoll {

  /** The kernel knows nothing of the socket. */
  static final int IDLE = 0;

  /** The kernel has the poll, and will send a packet when one of its events comes. */
  static final int PENDING = 1;

  /** The kernel was told to give up the poll; its packet is on its way all the same. */
  static final int CANCELLED = 2;

  private static final long STATUS_BYTES = IoStatusBlock.LAYOUT.byteSize();

  /** What one poll needs of memory; a multiple of the alignment of both of its parts. */
  static final long BYTES = STATUS_BYTES + AfdPollInfo.LAYOUT.byteSize();

  /** What the packet carries, never 0: the index of this poll, plus 1. */
  final long context;

  /** How the poll ended; written by the kernel unless IDLE. */
  final MemorySegment status;

  /** What is asked and what is answered; written by the kernel unless IDLE. */
  final MemorySegment info;

  /** One of the three states above. */
  int state = IDLE;

  /** Whether this is registered; it may be over while the state is not yet IDLE again. */
  boolean live;

  /** Whether the list of polls to look at before the next wait holds this one. */
  boolean queued;

  /** The name of the registration, also of one that is over until its packet has come. */
  long token;

  long descriptor;

  /** The socket below all layers, looked up when it is first needed. */
  long baseSocket;

  /** What is wanted, as bits of {@link Interest}. */
  int interest;

  /** What the kernel was asked for, as bits of AFD. */
  int armed;

  /** The handle whose place this socket takes, or null before the first poll. */
  @Nullable AfdHandle handle;

  AfdPoll(int index, MemorySegment memory) {
    context = index + 1L;
    status = memory.asSlice(0, STATUS_BYTES);
    info = memory.asSlice(STATUS_BYTES);
  }

  void begin(long newToken, long newDescriptor) {
    token = newToken;
    descriptor = newDescriptor;
    baseSocket = BaseSocket.UNKNOWN;
    interest = Interest.NONE;
    live = true;
  }
}
