package dev.ioserver.engine.port;

import dev.ioserver.engine.api.Datagram;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.memory.Chunk;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A datagram as a message: a part of a chunk. It is kept with its chunk and used again. */
final class PooledDatagram extends PooledMessage implements Datagram {

  private @Nullable UdpPort port;
  private @Nullable SocketAddress other;
  private long hostHigh;
  private long hostLow;
  private int sourcePort;
  private int scope;
  private int arrivedOn;
  private boolean cut;
  private Clock clock = Clock.NONE;
  private long localHigh;
  private long localLow;
  private long nanos;
  private long drops;

  PooledDatagram(Chunk chunk) {
    super(chunk);
  }

  /** Makes it a message about a part of its chunk; the chunk's reference is this message's. */
  void assign(UdpPort from, int at, int bytes) {
    port = from;
    assign(at, bytes);
  }

  /** Takes what is known of the datagram that a cursor stands on. */
  void tell(Arrivals of) {
    other = of.other();
    hostHigh = of.sourceHigh();
    hostLow = of.sourceLow();
    sourcePort = of.sourcePort();
    scope = of.sourceScope();
    arrivedOn = of.interfaceIndex();
    cut = of.isCut();
    clock = of.clock();
    localHigh = of.localHigh();
    localLow = of.localLow();
    nanos = of.receivedNanos();
    drops = of.drops();
  }

  @Override
  UdpPort inbox() {
    UdpPort from = port;
    if (from == null) {
      throw new IllegalStateException("the message was never delivered");
    }
    return from;
  }

  @Override
  public DatagramPort port() {
    return inbox();
  }

  /** The source, if it is not of IPv4 or IPv6. */
  @Nullable SocketAddress other() {
    return other;
  }

  @Override
  public @Nullable SocketAddress source() {
    return inbox().addresses().source(other, hostHigh, hostLow, sourcePort, scope);
  }

  @Override
  public long sourceHigh() {
    return hostHigh;
  }

  @Override
  public long sourceLow() {
    return hostLow;
  }

  @Override
  public int sourcePort() {
    return sourcePort;
  }

  @Override
  public int sourceScope() {
    return scope;
  }

  @Override
  public @Nullable SocketAddress localAddress() {
    return inbox().localAddress(localHigh, localLow);
  }

  @Override
  public int interfaceIndex() {
    return arrivedOn;
  }

  @Override
  public long receivedNanos() {
    return nanos;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public long drops() {
    return drops;
  }

  @Override
  public boolean isCut() {
    return cut;
  }

  @Override
  public Datagram retain() {
    retainOne();
    return this;
  }

  @Override
  public String toString() {
    return "Datagram[" + length() + " bytes from " + source() + " at " + port + "]";
  }
}
