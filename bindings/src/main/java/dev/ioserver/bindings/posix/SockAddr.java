package dev.ioserver.bindings.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.ioserver.bindings.abi.PosixNumbers;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Reads and writes socket addresses, {@code struct sockaddr_in}, {@code struct sockaddr_in6} and
 * {@code struct sockaddr_un}: {@code inet(4)}, {@code inet6(4)}, {@code unix(4)}.
 *
 * <p>On BSD an address begins with its length in one byte, and the family in the next; on Linux the
 * family has both. Address bytes and ports are in network order in memory; ports are plain ints in
 * Java. Static methods over the caller's memory: as thread-safe as that memory is.
 *
 * <p>The systems agree on where the fields lie, so the offsets are written here, and a test
 * compares them with what was generated for each system. To ask the generated classes takes
 * milliseconds at the start of a process: of each array in these structures they make handles that
 * nobody uses.
 */
public final class SockAddr {
  /** The layout that has room for an address of any family, for allocating one. */
  public static final MemoryLayout LAYOUT = MemoryLayout.sequenceLayout(16, JAVA_LONG);

  /** The bytes that an IPv4 address takes: {@code sizeof(struct sockaddr_in)}. */
  public static final int INET4_BYTES = 16;

  /** The bytes that an IPv6 address takes: {@code sizeof(struct sockaddr_in6)}. */
  public static final int INET6_BYTES = 28;

  private static final int INET4_ADDRESS_BYTES = 4;
  private static final int INET6_ADDRESS_BYTES = 16;

  private static final ValueLayout.OfShort PORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

  /** Whether an address says how long it is. */
  private static final boolean HAS_LENGTH = PosixNumbers.here().addressesHaveLength();

  static final long LENGTH = 0;

  /** The family fits into a byte, which comes first where it has two: little-endian. */
  static final long FAMILY = HAS_LENGTH ? 1 : 0;

  static final long INET4_PORT = 2;
  static final long INET4_ADDRESS = 4;
  static final long INET6_PORT = 2;
  static final long INET6_ADDRESS = 8;
  static final long INET6_SCOPE = 24;
  static final long UNIX_NAME = 2;

  /** The room for the path of a Unix address, with the NUL that ends it. */
  public static final int UNIX_PATH_BYTES = unixPathBytes(HAS_LENGTH);

  /** Whether a Unix socket can have a name and no file: on Linux. */
  public static final boolean HAS_UNIX_NAMES = !HAS_LENGTH;

  private SockAddr() {}

  /**
   * Writes an IPv4 address.
   *
   * @param host 4 bytes, as {@link java.net.InetAddress#getAddress} gives them
   * @param port 0 to 65535
   * @return {@link #INET4_BYTES}, the length to hand to the call
   */
  public static int setInet4(MemorySegment address, byte[] host, int port) {
    begin(address, Sockets.AF_INET, INET4_BYTES);
    address.set(PORT, INET4_PORT, (short) port);
    MemorySegment.copy(host, 0, address, JAVA_BYTE, INET4_ADDRESS, INET4_ADDRESS_BYTES);
    return INET4_BYTES;
  }

  /**
   * Writes an IPv6 address.
   *
   * @param host 16 bytes, as {@link java.net.InetAddress#getAddress} gives them
   * @param port 0 to 65535
   * @param scopeId the index of the network interface for a link-local address, else 0
   * @return {@link #INET6_BYTES}, the length to hand to the call
   */
  public static int setInet6(MemorySegment address, byte[] host, int port, int scopeId) {
    begin(address, Sockets.AF_INET6, INET6_BYTES);
    address.set(PORT, INET6_PORT, (short) port);
    address.set(JAVA_INT, INET6_SCOPE, scopeId);
    MemorySegment.copy(host, 0, address, JAVA_BYTE, INET6_ADDRESS, INET6_ADDRESS_BYTES);
    return INET6_BYTES;
  }

  /**
   * Writes the address of a Unix socket that has a file.
   *
   * @param path the bytes of the file's path, fewer than {@link #UNIX_PATH_BYTES}
   * @return the length to hand to the call
   */
  public static int setUnixPath(MemorySegment address, byte[] path) {
    int bytes = (int) UNIX_NAME + path.length + 1;
    begin(address, Sockets.AF_UNIX, bytes);
    MemorySegment.copy(path, 0, address, JAVA_BYTE, UNIX_NAME, path.length);
    return bytes;
  }

  /**
   * Writes the address of a Unix socket that has a name and no file: a NUL and the name, which goes
   * as far as the length. Linux alone.
   *
   * @param name fewer bytes than {@link #UNIX_PATH_BYTES}
   * @return the length to hand to the call
   */
  public static int setUnixName(MemorySegment address, byte[] name) {
    int bytes = (int) UNIX_NAME + 1 + name.length;
    begin(address, Sockets.AF_UNIX, bytes);
    MemorySegment.copy(name, 0, address, JAVA_BYTE, UNIX_NAME + 1, name.length);
    return bytes;
  }

  /**
   * Writes the address of a Unix socket without a name: to bind to it, Linux chooses one.
   *
   * @return the length to hand to the call
   */
  public static int setNoUnixName(MemorySegment address) {
    begin(address, Sockets.AF_UNIX, (int) UNIX_NAME);
    return (int) UNIX_NAME;
  }

  /**
   * What a Unix address says behind its family: nothing for a socket that was not bound; the path,
   * without what ends it; or a NUL and a name that has no file.
   *
   * @param length how many bytes of the address the call has written
   */
  public static byte[] unixName(MemorySegment address, int length) {
    int end = Math.min(length, (int) UNIX_NAME + UNIX_PATH_BYTES);
    int bytes = Math.max(0, end - (int) UNIX_NAME);
    boolean isPath = bytes > 0 && address.get(JAVA_BYTE, UNIX_NAME) != 0;
    if (isPath) {
      int ended = 0;
      while (ended < bytes && address.get(JAVA_BYTE, UNIX_NAME + ended) != 0) {
        ended++;
      }
      bytes = ended;
    }
    byte[] name = new byte[bytes];
    MemorySegment.copy(address, JAVA_BYTE, UNIX_NAME, name, 0, bytes);
    return name;
  }

  /** Changes the port of an IPv4 or IPv6 address: both have it in the same place. */
  public static void setPort(MemorySegment address, int port) {
    address.set(PORT, INET4_PORT, (short) port);
  }

  /** Writes an address of no family, of {@link #INET4_BYTES}, which disconnects a socket. */
  public static void setNone(MemorySegment address) {
    begin(address, Sockets.AF_UNSPEC, INET4_BYTES);
  }

  /** The family: {@link Sockets#AF_INET}, {@link Sockets#AF_INET6} or another. */
  public static int family(MemorySegment address) {
    return Byte.toUnsignedInt(address.get(JAVA_BYTE, FAMILY));
  }

  /** Whether an address is one of IPv4 or of IPv6. */
  public static boolean isInternet(MemorySegment address) {
    return isInet4(address) || family(address) == Sockets.AF_INET6;
  }

  /** Whether an address is one of a Unix socket. */
  public static boolean isUnix(MemorySegment address) {
    return family(address) == Sockets.AF_UNIX;
  }

  /** The port of an IPv4 or IPv6 address, 0 to 65535. */
  public static int port(MemorySegment address) {
    return Short.toUnsignedInt(address.get(PORT, isInet4(address) ? INET4_PORT : INET6_PORT));
  }

  /**
   * The 4 or 16 bytes of an IPv4 or IPv6 address, for {@link java.net.InetAddress#getByAddress}.
   */
  public static byte[] host(MemorySegment address) {
    boolean inet4 = isInet4(address);
    byte[] host = new byte[inet4 ? INET4_ADDRESS_BYTES : INET6_ADDRESS_BYTES];
    long offset = inet4 ? INET4_ADDRESS : INET6_ADDRESS;
    MemorySegment.copy(address, JAVA_BYTE, offset, host, 0, host.length);
    return host;
  }

  /** The index of the network interface of an IPv6 address, 0 if none; 0 for IPv4. */
  public static int scopeId(MemorySegment address) {
    return isInet4(address) ? 0 : address.get(JAVA_INT, INET6_SCOPE);
  }

  /** The room where addresses have a length, and where they have none. */
  static int unixPathBytes(boolean hasLength) {
    return hasLength ? 104 : 108;
  }

  private static void begin(MemorySegment address, int family, int bytes) {
    address.asSlice(0, bytes).fill((byte) 0);
    address.set(JAVA_BYTE, FAMILY, (byte) family);
    if (HAS_LENGTH) {
      address.set(JAVA_BYTE, LENGTH, (byte) bytes);
    }
  }

  private static boolean isInet4(MemorySegment address) {
    return family(address) == Sockets.AF_INET;
  }
}
