package dev.ioserver.bsd;

import dev.ioserver.bindings.bsd.IoVec;
import dev.ioserver.bindings.bsd.Linger;
import dev.ioserver.bindings.bsd.MsgHdr;
import dev.ioserver.bindings.bsd.SockAddr;
import dev.ioserver.bindings.bsd.Sockets;
import dev.ioserver.posix.PosixStructs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The structures of the socket calls of macOS and FreeBSD.
 *
 * <p>Thread-safety: any thread; no state.
 */
final class BsdStructs extends PosixStructs {

  @Override
  public MemorySegment newAddress(Arena arena) {
    return arena.allocate(SockAddr.LAYOUT);
  }

  @Override
  public int setInet4(MemorySegment address, byte[] host, int port) {
    return SockAddr.setInet4(address, host, port);
  }

  @Override
  public int setInet6(MemorySegment address, byte[] host, int port, int scopeId) {
    return SockAddr.setInet6(address, host, port, scopeId);
  }

  @Override
  public boolean isInternet(MemorySegment address) {
    int family = SockAddr.family(address);
    return family == Sockets.AF_INET || family == Sockets.AF_INET6;
  }

  @Override
  public byte[] host(MemorySegment address) {
    return SockAddr.host(address);
  }

  @Override
  public int port(MemorySegment address) {
    return SockAddr.port(address);
  }

  @Override
  public int scopeId(MemorySegment address) {
    return SockAddr.scopeId(address);
  }

  @Override
  public MemorySegment newLinger(Arena arena) {
    return arena.allocate(Linger.LAYOUT);
  }

  @Override
  public void setLinger(MemorySegment linger, int seconds) {
    Linger.set(linger, seconds >= 0, Math.max(0, seconds));
  }

  @Override
  public int lingerSeconds(MemorySegment linger) {
    return Linger.isEnabled(linger) ? Linger.seconds(linger) : -1;
  }

  @Override
  public MemorySegment newVectors(Arena arena, int count) {
    return arena.allocate(IoVec.LAYOUT, count);
  }

  @Override
  public void setVector(MemorySegment vectors, int index, long address, long length) {
    IoVec.set(vectors, index, address, length);
  }

  @Override
  public MemorySegment newMessage(Arena arena) {
    return arena.allocate(MsgHdr.LAYOUT);
  }

  @Override
  public void setVectors(MemorySegment message, MemorySegment vectors, int count) {
    MsgHdr.setVectors(message, vectors, count);
  }
}
