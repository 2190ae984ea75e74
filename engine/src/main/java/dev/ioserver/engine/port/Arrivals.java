package dev.ioserver.engine.port;

import dev.ioserver.engine.api.DatagramCursor;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.spi.DatagramBatch;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams that one call has brought, one after the other; what came as one is cut where it
 * lies.
 *
 * <p>Belongs to the loop's thread.
 */
final class Arrivals implements DatagramCursor {

  private static final Chunk[] NO_CHUNKS = new Chunk[0];

  private final UdpPort port;

  /** The room for a datagram: a longer one is cut, also where it came with others as one. */
  private final int most;

  private DatagramBatch batch = new DatagramBatch(0);
  private Chunk[] chunks = NO_CHUNKS;
  private int[] offsets = new int[0];
  private int elements;
  private int count;

  /** The element in hand. */
  private int element;

  /** Where the datagram in hand begins in its chunk, its length there, and its element's end. */
  private int at;

  private int length;
  private int end;

  /** It is the first of its element: drops were before it, and not before the others. */
  private boolean first;

  Arrivals(UdpPort port, int most) {
    this.port = port;
    this.most = most;
  }

  /** Begins with what a call has brought. */
  void begin(DatagramBatch with, Chunk[] where, int[] from, int howMany) {
    batch = with;
    chunks = where;
    offsets = from;
    elements = howMany;
    element = -1;
    at = 0;
    end = 0;
    length = 0;
    count = 0;
    for (int i = 0; i < howMany; i++) {
      count += pieces(i);
    }
  }

  private int pieces(int index) {
    int segment = batch.segment[index];
    int all = batch.length[index];
    return segment > 0 && segment < all ? (all + segment - 1) / segment : 1;
  }

  /** The chunk that the datagram in hand lies in, and where. */
  Chunk chunk() {
    return chunks[element];
  }

  int offset() {
    return at;
  }

  @Override
  public DatagramPort port() {
    return port;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public boolean next() {
    int after = at + length;
    if (after < end) {
      at = after;
      first = false;
    } else if (element + 1 < elements) {
      element++;
      at = offsets[element];
      end = at + batch.length[element];
      first = true;
    } else {
      return false;
    }
    int segment = batch.segment[element];
    length = segment > 0 ? Math.min(segment, end - at) : end - at;
    return true;
  }

  @Override
  public int length() {
    return Math.min(length, most);
  }

  @Override
  public ByteBuffer bytes() {
    return chunk().buffer().clear().limit(at + length()).position(at).order(ByteOrder.BIG_ENDIAN);
  }

  @Override
  public MemorySegment segment() {
    return chunk().segment().asSlice(at, length());
  }

  @Override
  public @Nullable SocketAddress source() {
    return port.addresses().source(other(), sourceHigh(), sourceLow(), sourcePort(), sourceScope());
  }

  /** The source, if it is not of IPv4 or IPv6. */
  @Nullable SocketAddress other() {
    return batch.other[element];
  }

  @Override
  public long sourceHigh() {
    return batch.hostHigh[element];
  }

  @Override
  public long sourceLow() {
    return batch.hostLow[element];
  }

  @Override
  public int sourcePort() {
    return batch.port[element];
  }

  @Override
  public int sourceScope() {
    return batch.scope[element];
  }

  @Override
  public @Nullable SocketAddress localAddress() {
    return port.localAddress(localHigh(), localLow());
  }

  long localHigh() {
    return batch.localHigh[element];
  }

  long localLow() {
    return batch.localLow[element];
  }

  @Override
  public int interfaceIndex() {
    return batch.arrivedOn[element];
  }

  @Override
  public long receivedNanos() {
    return clock() == Clock.NONE ? 0 : batch.nanos[element];
  }

  @Override
  public Clock clock() {
    return switch (batch.stamp[element]) {
      case DatagramBatch.SOFTWARE_STAMP -> Clock.KERNEL;
      case DatagramBatch.HARDWARE_STAMP -> Clock.DEVICE;
      default -> Clock.NONE;
    };
  }

  @Override
  public long drops() {
    return first ? batch.dropped[element] : 0;
  }

  @Override
  public boolean isCut() {
    return batch.cut[element] || length > most;
  }
}
