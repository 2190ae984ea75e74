package dev.ioserver.linux;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.ioserver.bindings.linux.LinuxCalls;
import dev.ioserver.bindings.linux.MMsgHdr;
import dev.ioserver.bindings.posix.CmsgHdr;
import dev.ioserver.bindings.posix.Datagrams;
import dev.ioserver.bindings.posix.IoVec;
import dev.ioserver.bindings.posix.MsgHdr;
import dev.ioserver.bindings.posix.Sockets;
import dev.ioserver.engine.spi.DatagramBatch;
import dev.ioserver.posix.DatagramNames;
import dev.ioserver.posix.UnixDatagramNames;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Sends several datagrams with one call: {@code sendmmsg(2)}. A run of datagrams of one size to one
 * destination, of which the last may be shorter, can become one message that the kernel cuts again
 * (UDP_SEGMENT): it goes through the network stack once.
 *
 * <p>Thread-safety: one thread at a time.
 */
final class SentMessages {

  /** Datagrams that one message may consist of: UDP_MAX_SEGMENTS of kernels before 6.3. */
  private static final int MOST_SEGMENTS = 64;

  /** Bytes that one message may have: what fits into an IPv4 packet. */
  static final int MOST_BYTES = 65_507;

  private static final int CONTROL_BYTES = CmsgHdr.space(Short.BYTES);
  private static final long SIZE_OF_VECTOR = IoVec.LAYOUT.byteSize();

  private final MemorySegment errno;
  private final int most;
  private final MemorySegment messages;
  private final MemorySegment vectors;
  private final MemorySegment names;
  private final MemorySegment controls;

  /** How many datagrams each message has, from its first one on. */
  private final int[] segments;

  /** The datagrams of the messages that were made last, and the messages. */
  private int datagrams;

  private int count;

  /** Why the last address could not be used, below 0. */
  private int refusal;

  /**
   * Allocates.
   *
   * @param most datagrams per call
   */
  SentMessages(MemorySegment errno, int most) {
    this.errno = errno;
    this.most = most;
    Arena arena = Arena.ofAuto();
    messages = arena.allocate(MMsgHdr.LAYOUT, most);
    vectors = arena.allocate(IoVec.LAYOUT, most);
    names = arena.allocate((long) most * DatagramNames.BYTES, Long.BYTES);
    controls = arena.allocate((long) most * CONTROL_BYTES, Long.BYTES);
    segments = new int[most];
    for (int i = 0; i < most; i++) {
      CmsgHdr.set(
          controls,
          (long) i * CONTROL_BYTES,
          Datagrams.IPPROTO_UDP,
          Datagrams.UDP_SEGMENT,
          Short.BYTES);
    }
  }

  /** Datagrams per call. */
  int most() {
    return most;
  }

  /**
   * Makes messages of datagrams.
   *
   * @param mostSegment the largest datagram that may be one of a run; 0 for no runs
   * @param unix the addresses of Unix sockets, if the datagrams are sent by such; null if not
   * @return how many datagrams the messages have; fewer than there are where one has an address of
   *     no family that can be used
   */
  int make(
      DatagramBatch batch,
      int first,
      int wanted,
      int mostSegment,
      @Nullable UnixDatagramNames unix) {
    datagrams = 0;
    count = 0;
    while (datagrams < wanted) {
      int run = runOf(batch, first + datagrams, wanted - datagrams, mostSegment);
      if (!makeOne(batch, first + datagrams, run, unix)) {
        break;
      }
      segments[count++] = run;
      datagrams += run;
    }
    return datagrams;
  }

  /** Sends the messages that were made, once; what sendmmsg gives. */
  int send(int fd) {
    return LinuxCalls.sendmmsg(errno, fd, messages, count, Sockets.MSG_NOSIGNAL);
  }

  /** The datagrams of the first so many messages. */
  int datagramsOf(int sent) {
    int sum = 0;
    for (int i = 0; i < sent; i++) {
      sum += segments[i];
    }
    return sum;
  }

  /** Why no message could be made: what is below 0 for the first address. */
  int refusal() {
    return refusal;
  }

  /** How many datagrams the first message has. */
  int firstRun() {
    return segments[0];
  }

  private boolean makeOne(
      DatagramBatch batch, int index, int run, @Nullable UnixDatagramNames unix) {
    long name = (long) count * DatagramNames.BYTES;
    int nameLength =
        unix == null
            ? DatagramNames.write(names, name, batch, index, false)
            : unix.write(names, name, batch, index);
    if (nameLength < 0) {
      refusal = nameLength;
      return false;
    }
    long at = MMsgHdr.at(count);
    for (int i = 0; i < run; i++) {
      IoVec.set(vectors, datagrams + i, batch.address[index + i], batch.length[index + i]);
    }
    MsgHdr.setVectors(messages, at, vectors.address() + datagrams * SIZE_OF_VECTOR, run);
    MsgHdr.setName(messages, at, nameLength == 0 ? 0 : names.address() + name, nameLength);
    int segment = run == 1 ? batch.segment[index] : batch.length[index];
    if (segment == 0) {
      MsgHdr.setControl(messages, at, 0, 0);
    } else {
      long control = (long) count * CONTROL_BYTES;
      controls.set(JAVA_SHORT, CmsgHdr.data(control), (short) segment);
      MsgHdr.setControl(messages, at, controls.address() + control, CONTROL_BYTES);
    }
    return true;
  }

  /** How many datagrams from one on can be one message: 1 or more. */
  private static int runOf(DatagramBatch batch, int index, int limit, int mostSegment) {
    int size = batch.length[index];
    if (size == 0 || size > mostSegment || batch.segment[index] != 0) {
      return 1;
    }
    int end = Math.min(limit, Math.min(MOST_SEGMENTS, MOST_BYTES / size));
    int run = 1;
    while (run < end) {
      int next = index + run;
      int length = batch.length[next];
      if (length == 0
          || length > size
          || batch.segment[next] != 0
          || !isSameDestination(batch, index, next)) {
        break;
      }
      run++;
      if (length < size) {
        // The last one of a run may be shorter.
        break;
      }
    }
    return run;
  }

  private static boolean isSameDestination(DatagramBatch batch, int one, int two) {
    return batch.port[one] == batch.port[two]
        && batch.hostLow[one] == batch.hostLow[two]
        && batch.hostHigh[one] == batch.hostHigh[two]
        && batch.scope[one] == batch.scope[two]
        && batch.other[two] == null;
  }
}
