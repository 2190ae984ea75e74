package dev.ioserver.engine.readiness;

import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.spi.Hosts;
import java.net.SocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams that wait to be sent: a ring of numbers, with no object for each. It grows to what was
 * ever needed.
 *
 * <p>Belongs to the transport's thread.
 */
final class SendQueue {

  private static final int FIRST = 16;

  /** What a kernel takes as one: so many datagrams, and so many bytes. */
  private static final int MOST_SEGMENTS = 64;

  private static final int MOST_BYTES = 65_507;

  private @Nullable Chunk[] chunks = new Chunk[FIRST];
  private int[] offsets = new int[FIRST];
  private int[] lengths = new int[FIRST];
  private long[] hostHigh = new long[FIRST];
  private long[] hostLow = new long[FIRST];
  private int[] ports = new int[FIRST];
  private int[] scopes = new int[FIRST];

  /** Destinations that are not of IPv4 or IPv6; made when there is one. */
  private @Nullable SocketAddress @Nullable [] others;

  private int head;
  private int size;
  private long bytes;

  int size() {
    return size;
  }

  /** How many bytes, an empty datagram counting as 1. */
  long bytes() {
    return bytes;
  }

  /** Puts a datagram at the end; its chunk is retained. */
  void add(
      Chunk chunk,
      int offset,
      int length,
      long high,
      long low,
      int port,
      int scope,
      @Nullable SocketAddress other) {
    if (size == chunks.length) {
      grow();
    }
    int at = at(size);
    if (other != null) {
      @Nullable SocketAddress[] all = others;
      if (all == null) {
        all = new SocketAddress[chunks.length];
        others = all;
      }
      all[at] = other;
    }
    chunk.retain();
    chunks[at] = chunk;
    offsets[at] = offset;
    lengths[at] = length;
    hostHigh[at] = high;
    hostLow[at] = low;
    ports[at] = port;
    scopes[at] = scope;
    size++;
    bytes += Math.max(1, length);
  }

  /** Takes the first out; returns how many bytes that were. */
  int remove() {
    Chunk chunk = chunks[head];
    assert chunk != null : "removed from an empty queue";
    chunks[head] = null;
    @Nullable SocketAddress[] all = others;
    if (all != null) {
      all[head] = null;
    }
    int counted = Math.max(1, lengths[head]);
    head = at(1);
    size--;
    bytes -= counted;
    chunk.releaseByOwner();
    return counted;
  }

  /** Takes them all out. */
  void clear() {
    while (size > 0) {
      remove();
    }
  }

  /** The length of the first. */
  int firstLength() {
    return lengths[head];
  }

  /** Where the first is to go; null for the peer of a connected socket. */
  @Nullable SocketAddress firstDestination() {
    @Nullable SocketAddress[] all = others;
    if (all != null && all[head] != null) {
      return all[head];
    }
    return ports[head] < 0
        ? null
        : Hosts.address(hostHigh[head], hostLow[head], ports[head], scopes[head]);
  }

  /** Puts number {@code index} into an element of a batch, alone or with those behind it. */
  int fill(SendBatch into, int element, int index, int segmentLimit) {
    int at = at(index);
    Chunk chunk = chunks[at];
    assert chunk != null : "there are not so many";
    int length = lengths[at];
    int run = length > segmentLimit ? 1 : run(index, chunk, length);
    int total = length;
    for (int i = 1; i < run; i++) {
      total += lengths[at(index + i)];
    }
    into.set(element, chunk, offsets[at], total, run > 1 ? length : 0);
    into.batch.hostHigh[element] = hostHigh[at];
    into.batch.hostLow[element] = hostLow[at];
    into.batch.port[element] = ports[at];
    into.batch.scope[element] = scopes[at];
    @Nullable SocketAddress[] all = others;
    into.batch.other[element] = all == null ? null : all[at];
    return run;
  }

  /** How many from there on go to the same destination, one behind the other, of one size. */
  private int run(int index, Chunk chunk, int length) {
    int first = at(index);
    int end = offsets[first] + length;
    int n = 1;
    int before = length;
    while (length > 0 && n < MOST_SEGMENTS && index + n < size && before == length) {
      int next = at(index + n);
      before = lengths[next];
      if (chunks[next] != chunk
          || offsets[next] != end
          || before == 0
          || before > length
          || end + before - offsets[first] > MOST_BYTES
          || !sameDestination(first, next)) {
        break;
      }
      end += before;
      n++;
    }
    return n;
  }

  private boolean sameDestination(int a, int b) {
    @Nullable SocketAddress[] all = others;
    return hostLow[a] == hostLow[b]
        && hostHigh[a] == hostHigh[b]
        && ports[a] == ports[b]
        && scopes[a] == scopes[b]
        && (all == null || (all[a] == null && all[b] == null));
  }

  private int at(int index) {
    return (head + index) & (chunks.length - 1);
  }

  private void grow() {
    int length = chunks.length;
    // All of them first: there may be no memory for one.
    @Nullable Chunk[] moreChunks = Arrays.copyOf(chunks, 2 * length);
    int[] moreOffsets = Arrays.copyOf(offsets, 2 * length);
    int[] moreLengths = Arrays.copyOf(lengths, 2 * length);
    long[] moreHigh = Arrays.copyOf(hostHigh, 2 * length);
    long[] moreLow = Arrays.copyOf(hostLow, 2 * length);
    int[] morePorts = Arrays.copyOf(ports, 2 * length);
    int[] moreScopes = Arrays.copyOf(scopes, 2 * length);
    @Nullable SocketAddress[] all = others;
    @Nullable SocketAddress[] moreOthers = all == null ? null : Arrays.copyOf(all, 2 * length);
    // What had wrapped around goes behind the rest.
    System.arraycopy(chunks, 0, moreChunks, length, head);
    System.arraycopy(offsets, 0, moreOffsets, length, head);
    System.arraycopy(lengths, 0, moreLengths, length, head);
    System.arraycopy(hostHigh, 0, moreHigh, length, head);
    System.arraycopy(hostLow, 0, moreLow, length, head);
    System.arraycopy(ports, 0, morePorts, length, head);
    System.arraycopy(scopes, 0, moreScopes, length, head);
    if (all != null && moreOthers != null) {
      System.arraycopy(all, 0, moreOthers, length, head);
      Arrays.fill(moreOthers, 0, head, null);
    }
    Arrays.fill(moreChunks, 0, head, null);
    chunks = moreChunks;
    offsets = moreOffsets;
    lengths = moreLengths;
    hostHigh = moreHigh;
    hostLow = moreLow;
    ports = morePorts;
    scopes = moreScopes;
    others = moreOthers;
  }
}
