package dev.ioserver.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.bindings.posix.Datagrams;
import dev.ioserver.bindings.posix.PosixCalls;
import dev.ioserver.bindings.posix.Sockets;
import dev.ioserver.engine.spi.DatagramBatch;
import dev.ioserver.engine.spi.DatagramSockets.Feature;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What this kernel can do with datagrams: {@code udp(7)}, {@code socket(7)}. Tried once on a socket
 * of its own, since a version says nothing of filters and builds.
 *
 * <p>Thread-safety: any thread; immutable once found.
 */
final class DatagramFeatures {

  /** The times of the device where it has them, and those of the kernel. */
  static final int ALL_STAMPS =
      Datagrams.SOF_TIMESTAMPING_RX_HARDWARE
          | Datagrams.SOF_TIMESTAMPING_RAW_HARDWARE
          | Datagrams.SOF_TIMESTAMPING_RX_SOFTWARE
          | Datagrams.SOF_TIMESTAMPING_SOFTWARE;

  /** The drops are the ninth number of SO_MEMINFO: SK_MEMINFO_DROPS. */
  private static final int DROPS = 8;

  private static final int MEMINFO_BYTES = (DROPS + 1) * Integer.BYTES;

  private DatagramFeatures() {}

  /** What there is. */
  static Set<Feature> found() {
    return Found.FEATURES;
  }

  /** Whether runs may be sent as one: the kernel can, and nobody has switched it off. */
  static boolean sendsSegments() {
    return found().contains(Feature.SENDS_SEGMENTS);
  }

  /** The datagrams that a socket has dropped since it was made, or that it cannot be said. */
  static long dropped(MemorySegment errno, int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(MEMINFO_BYTES, Integer.BYTES);
      MemorySegment length = arena.allocateFrom(JAVA_INT, MEMINFO_BYTES);
      int result =
          PosixCalls.getsockopt(errno, fd, Sockets.SOL_SOCKET, Datagrams.SO_MEMINFO, value, length);
      return result < 0 || length.get(JAVA_INT, 0) < MEMINFO_BYTES
          ? DatagramBatch.NO_COUNT
          : Integer.toUnsignedLong(value.getAtIndex(JAVA_INT, DROPS));
    }
  }

  /** Looks once, when somebody first asks. */
  private static final class Found {

    static final Set<Feature> FEATURES = find();

    private static Set<Feature> find() {
      EnumSet<Feature> found =
          EnumSet.of(
              Feature.RECEIVES_BATCHES,
              Feature.SENDS_BATCHES,
              Feature.LOCAL_ADDRESSES,
              Feature.SOURCES,
              Feature.UNIX);
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment errno = PosixCalls.newErrnoSegment(arena);
        int type = Sockets.SOCK_DGRAM | Sockets.SOCK_CLOEXEC;
        int fd = PosixCalls.socket(errno, Sockets.AF_INET, type, 0);
        if (fd >= 0) {
          try {
            probe(found, new Probe(arena, errno, fd));
          } finally {
            PosixCalls.close(errno, fd);
          }
        }
      }
      return Collections.unmodifiableSet(found);
    }

    private static void probe(Set<Feature> found, Probe probe) {
      int socket = Sockets.SOL_SOCKET;
      int udp = Datagrams.IPPROTO_UDP;
      probe.add(found, Feature.STAMPS, socket, Datagrams.SO_TIMESTAMPNS, 1);
      probe.add(found, Feature.HARDWARE_STAMPS, socket, Datagrams.SO_TIMESTAMPING, ALL_STAMPS);
      probe.add(found, Feature.DROP_COUNTS, socket, Datagrams.SO_RXQ_OVFL, 1);
      probe.add(found, Feature.RECEIVES_SEGMENTS, udp, Datagrams.UDP_GRO, 1);
      probe.add(found, Feature.SENDS_SEGMENTS, udp, Datagrams.UDP_SEGMENT, 0);
    }
  }

  private record Probe(Arena arena, MemorySegment errno, int fd) {

    void add(Set<Feature> found, Feature feature, int level, int option, int value) {
      MemorySegment number = arena.allocateFrom(JAVA_INT, value);
      if (PosixCalls.setsockopt(errno, fd, level, option, number, Integer.BYTES) >= 0) {
        found.add(feature);
      }
    }
  }
}
