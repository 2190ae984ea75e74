package dev.ioserver.examples.feed;

import dev.ioserver.engine.api.Datagram;
import dev.ioserver.engine.api.DatagramPort;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** A datagram that no socket has seen, and that counts who holds it. */
public final class FakeDatagram implements Datagram {

  private final InetSocketAddress source;
  private final ByteBuffer bytes;
  private final long stamp;
  private final boolean cut;
  private int references = 1;

  public FakeDatagram(InetSocketAddress source, ByteBuffer bytes) {
    this(source, bytes, 0, false);
  }

  public FakeDatagram(InetSocketAddress source, ByteBuffer bytes, long stamp, boolean cut) {
    this.source = source;
    this.stamp = stamp;
    this.cut = cut;
    // As those of the engine: direct, and the bytes do not begin at 0.
    ByteBuffer own = ByteBuffer.allocateDirect(bytes.remaining() + 7);
    own.put(7, bytes, bytes.position(), bytes.remaining());
    this.bytes = own.position(7);
  }

  /** An address on this host. */
  public static InetSocketAddress host(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  public boolean isReleased() {
    return references == 0;
  }

  @Override
  public DatagramPort port() {
    throw new UnsupportedOperationException("it came by none");
  }

  @Override
  public Datagram retain() {
    references++;
    return this;
  }

  @Override
  public void release() {
    if (references-- == 0) {
      throw new IllegalStateException("released once too often");
    }
  }

  @Override
  public int length() {
    return bytes.remaining();
  }

  @Override
  public ByteBuffer bytes() {
    if (references == 0) {
      throw new IllegalStateException("it was released");
    }
    return bytes;
  }

  @Override
  public MemorySegment segment() {
    return MemorySegment.ofBuffer(bytes());
  }

  @Override
  public SocketAddress source() {
    return source;
  }

  @Override
  public long sourceHigh() {
    return HostBits.high(source.getAddress());
  }

  @Override
  public long sourceLow() {
    return HostBits.low(source.getAddress());
  }

  @Override
  public int sourcePort() {
    return source.getPort();
  }

  @Override
  public int sourceScope() {
    return 0;
  }

  @Override
  public SocketAddress localAddress() {
    return null;
  }

  @Override
  public int interfaceIndex() {
    return 0;
  }

  @Override
  public long receivedNanos() {
    return stamp;
  }

  @Override
  public Clock clock() {
    return stamp == 0 ? Clock.NONE : Clock.KERNEL;
  }

  @Override
  public long drops() {
    return 0;
  }

  @Override
  public boolean isCut() {
    return cut;
  }
}
