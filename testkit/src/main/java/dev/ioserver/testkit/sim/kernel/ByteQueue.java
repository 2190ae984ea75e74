package dev.ioserver.testkit.sim.kernel;

/** Bytes in order, within a bound. */
final class ByteQueue {

  private final byte[] ring;
  private int first;
  private int size;

  ByteQueue(int capacity) {
    ring = new byte[capacity];
  }

  int size() {
    return size;
  }

  int room() {
    return ring.length - size;
  }

  int capacity() {
    return ring.length;
  }

  void add(byte value) {
    assert size < ring.length : "full";
    ring[(first + size) % ring.length] = value;
    size++;
  }

  byte take() {
    assert size > 0 : "empty";
    byte value = ring[first];
    first = (first + 1) % ring.length;
    size--;
    return value;
  }

  /** Forgets everything; returns how many bytes that were. */
  int clear() {
    int had = size;
    size = 0;
    return had;
  }
}
