package dev.ioserver.linux;

import dev.ioserver.bindings.linux.LinuxCalls;
import dev.ioserver.bindings.linux.MMsgHdr;
import dev.ioserver.bindings.posix.Datagrams;
import dev.ioserver.bindings.posix.IoVec;
import dev.ioserver.bindings.posix.MsgHdr;
import dev.ioserver.engine.spi.DatagramBatch;
import dev.ioserver.posix.DatagramNames;
import dev.ioserver.posix.ReceivedControl;
import dev.ioserver.posix.UnixDatagramNames;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Receives several datagrams with one call: {@code recvmmsg(2)}. All that is always the same is
 * written once; a call writes where the bytes go, and makes good again what the kernel changes.
 *
 * <p>Thread-safety: one thread at a time.
 */
final class ReceivedMessages {

  private final MemorySegment errno;
  private final int most;

  /** Of a Unix socket these are, and null otherwise. */
  private final @Nullable UnixDatagramNames unix;

  private final MemorySegment messages;
  private final MemorySegment vectors;
  private final MemorySegment names;
  private final MemorySegment controls;

  /**
   * Allocates.
   *
   * @param most datagrams per call
   * @param unix the addresses of Unix sockets, if the datagrams are from such; null if they are not
   */
  ReceivedMessages(MemorySegment errno, int most, @Nullable UnixDatagramNames unix) {
    this.errno = errno;
    this.most = most;
    this.unix = unix;
    Arena arena = Arena.ofAuto();
    messages = arena.allocate(MMsgHdr.LAYOUT, most);
    vectors = arena.allocate(IoVec.LAYOUT, most);
    names = arena.allocate((long) most * DatagramNames.BYTES, Long.BYTES);
    controls = arena.allocate((long) most * ReceivedControl.BYTES, Long.BYTES);
    for (int i = 0; i < most; i++) {
      MsgHdr.setVectors(messages, MMsgHdr.at(i), vectors.address() + i * SIZE_OF_VECTOR, 1);
      makeRoom(i);
    }
  }

  private static final long SIZE_OF_VECTOR = IoVec.LAYOUT.byteSize();

  /** Datagrams per call. */
  int most() {
    return most;
  }

  /** Receives up to {@code count}, once; what recvmmsg gives. */
  int receive(int fd, DatagramBatch batch, int count) {
    for (int i = 0; i < count; i++) {
      IoVec.set(vectors, i, batch.address[i], batch.length[i]);
    }
    int received = LinuxCalls.recvmmsg(errno, fd, messages, count, 0);
    for (int i = 0; i < received; i++) {
      read(batch, i);
    }
    return received;
  }

  private void read(DatagramBatch batch, int index) {
    long at = MMsgHdr.at(index);
    batch.length[index] = MMsgHdr.length(messages, index);
    batch.cut[index] = (MsgHdr.flags(messages, at) & Datagrams.MSG_TRUNC) != 0;
    long name = (long) index * DatagramNames.BYTES;
    if (unix == null) {
      DatagramNames.read(names, name, MsgHdr.nameLength(messages, at), batch, index);
    } else {
      unix.read(names, name, MsgHdr.nameLength(messages, at), batch, index);
    }
    ReceivedControl.read(
        controls,
        (long) index * ReceivedControl.BYTES,
        MsgHdr.controlLength(messages, at),
        batch,
        index);
    makeRoom(index);
  }

  /** The kernel has written how much it used. */
  private void makeRoom(int index) {
    long at = MMsgHdr.at(index);
    long name = names.address() + (long) index * DatagramNames.BYTES;
    MsgHdr.setName(messages, at, name, DatagramNames.BYTES);
    if (unix == null) {
      long control = controls.address() + (long) index * ReceivedControl.BYTES;
      MsgHdr.setControl(messages, at, control, ReceivedControl.BYTES);
    } else {
      // A peer may pass descriptors over a Unix socket: without room the kernel closes them.
      MsgHdr.setControl(messages, at, 0, 0);
    }
  }
}
