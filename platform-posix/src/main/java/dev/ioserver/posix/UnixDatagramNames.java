package dev.ioserver.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.engine.spi.DatagramBatch;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Turns the addresses of a batch into those of Unix sockets and back: {@code unix(7)}. Such an
 * address has no host that fits into numbers, so it is an object. Those that were met last are
 * kept, and cost nothing when they come again.
 *
 * <p>Thread-safety: one thread at a time.
 */
public final class UnixDatagramNames {

  private static final int PLACES = 256;

  /** The family, and on BSD the length before it: an address of no more says nothing. */
  private static final int NO_NAME = 2;

  /** An address of Java, and the bytes that the kernel has for it. */
  private static final class Known {
    private final SocketAddress address;
    private final byte[] bytes;

    private Known(SocketAddress address, byte[] bytes) {
      this.address = address;
      this.bytes = bytes;
    }
  }

  /** By their bytes: two places for each, of which who comes later takes the second. */
  private final @Nullable Known[] bySource = new Known[PLACES];

  /** By the object that somebody sends to. */
  private final @Nullable Known[] byDestination = new Known[PLACES];

  /** Without any address yet. */
  public UnixDatagramNames() {}

  /**
   * Writes to whom a datagram goes.
   *
   * @return the bytes that it takes; 0 for whom the socket is connected to; a code, negated, for an
   *     address that no Unix socket can have
   */
  public int write(MemorySegment names, long at, DatagramBatch batch, int index) {
    SocketAddress to = batch.other[index];
    if (to == null) {
      return batch.port[index] < 0 ? 0 : -Errno.EAFNOSUPPORT;
    }
    int first = System.identityHashCode(to) & (PLACES - 1);
    Known known = found(byDestination, first, to);
    if (known == null) {
      int length = UnixAddresses.write(names.asSlice(at, DatagramNames.BYTES), to);
      if (length >= 0) {
        keep(byDestination, first, new Known(to, copy(names, at, length)));
      }
      return length;
    }
    byte[] bytes = known.bytes;
    MemorySegment.copy(bytes, 0, names, JAVA_BYTE, at, bytes.length);
    return bytes.length;
  }

  /** Notes whom a datagram came from: nobody, if the sender has no address. */
  public void read(MemorySegment names, long at, int length, DatagramBatch batch, int index) {
    batch.hostHigh[index] = 0;
    batch.hostLow[index] = 0;
    batch.port[index] = -1;
    batch.scope[index] = 0;
    batch.other[index] = length <= NO_NAME ? null : source(names, at, length);
  }

  private @Nullable SocketAddress source(MemorySegment names, long at, int length) {
    int bytes = Math.min(length, DatagramNames.BYTES);
    int first = place(names, at, bytes);
    Known known = found(bySource, first, names, at, bytes);
    if (known == null) {
      SocketAddress made = UnixAddresses.read(names.asSlice(at, DatagramNames.BYTES), bytes);
      known = new Known(made, copy(names, at, bytes));
      keep(bySource, first, known);
    }
    return UnixAddresses.isUnnamed(known.address) ? null : known.address;
  }

  private static @Nullable Known found(@Nullable Known[] all, int first, SocketAddress to) {
    Known known = all[first];
    if (known != null && known.address.equals(to)) {
      return known;
    }
    Known other = all[first ^ 1];
    return other != null && other.address.equals(to) ? other : null;
  }

  private static @Nullable Known found(
      @Nullable Known[] all, int first, MemorySegment names, long at, int length) {
    Known known = all[first];
    if (known != null && is(known.bytes, names, at, length)) {
      return known;
    }
    Known other = all[first ^ 1];
    return other != null && is(other.bytes, names, at, length) ? other : null;
  }

  private static void keep(@Nullable Known[] all, int first, Known known) {
    all[all[first] == null ? first : first ^ 1] = known;
  }

  private static boolean is(byte[] bytes, MemorySegment names, long at, int length) {
    if (bytes.length != length) {
      return false;
    }
    for (int i = length - 1; i >= 0; i--) {
      // From the end: the names of one folder begin alike.
      if (bytes[i] != names.get(JAVA_BYTE, at + i)) {
        return false;
      }
    }
    return true;
  }

  private static int place(MemorySegment names, long at, int length) {
    int hash = length;
    for (int i = 0; i < length; i++) {
      hash = hash * 31 + names.get(JAVA_BYTE, at + i);
    }
    hash *= 0x9E3779B9;
    return hash >>> 24;
  }

  private static byte[] copy(MemorySegment names, long at, int length) {
    byte[] bytes = new byte[length];
    MemorySegment.copy(names, JAVA_BYTE, at, bytes, 0, length);
    return bytes;
  }
}
