package dev.ioserver.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The structures of a system that the shared code fills and reads: their fields are the same, where
 * those lie is not.
 *
 * <p>Thread-safety: any thread; no state. The memory is the caller's.
 */
public abstract class PosixStructs {

  /** For subclasses. */
  protected PosixStructs() {}

  /** Room for an address of any family: {@code struct sockaddr_storage}. */
  public abstract MemorySegment newAddress(Arena arena);

  /** Writes an IPv4 address, and returns the bytes it takes. */
  public abstract int setInet4(MemorySegment address, byte[] host, int port);

  /** Writes an IPv6 address, and returns the bytes it takes. */
  public abstract int setInet6(MemorySegment address, byte[] host, int port, int scopeId);

  /** Whether an address is one of IPv4 or of IPv6. */
  public abstract boolean isInternet(MemorySegment address);

  /** The bytes of an internet address. */
  public abstract byte[] host(MemorySegment address);

  /** The port of an internet address. */
  public abstract int port(MemorySegment address);

  /** The network interface of an IPv6 address; 0 if there is none, and for IPv4. */
  public abstract int scopeId(MemorySegment address);

  /** A {@code struct linger}. */
  public abstract MemorySegment newLinger(Arena arena);

  /** Makes it linger for so many seconds, or not at all if they are negative. */
  public abstract void setLinger(MemorySegment linger, int seconds);

  /** The seconds for which it lingers, or -1 if it does not. */
  public abstract int lingerSeconds(MemorySegment linger);

  /** An array of {@code struct iovec}. */
  public abstract MemorySegment newVectors(Arena arena, int count);

  /** Sets one of them to memory given by its address, which the caller keeps alive. */
  public abstract void setVector(MemorySegment vectors, int index, long address, long length);

  /** A {@code struct msghdr}. */
  public abstract MemorySegment newMessage(Arena arena);

  /** Makes a message of the first {@code count} vectors. */
  public abstract void setVectors(MemorySegment message, MemorySegment vectors, int count);
}
