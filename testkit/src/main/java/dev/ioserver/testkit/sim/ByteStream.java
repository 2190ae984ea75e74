package dev.ioserver.testkit.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * One direction of a connection as it should be: what was sent into it, and how much of that has
 * been delivered. Each byte follows from its place, so that none has to be kept.
 */
final class ByteStream {

  private final int id;
  private final int prefixBytes;
  private final List<Integer> frames = new ArrayList<>();
  private long sent;
  private long delivered;
  private int framesDelivered;

  ByteStream(int id, int prefixBytes) {
    this.id = id;
    this.prefixBytes = prefixBytes;
  }

  /** The byte at a place. */
  byte at(long place) {
    return (byte) ((place * 31 + id * 7919L) ^ (place >>> 8));
  }

  /** The next bytes to send. */
  byte[] next(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = at(sent + i);
    }
    return bytes;
  }

  /** They were taken. */
  void sent(int length) {
    sent += length;
    frames.add(length);
  }

  /** How many bytes a message takes on the wire. */
  int onWire(int length) {
    return prefixBytes + length;
  }

  /** Bytes that were sent, prefixes included. */
  long sentOnWire() {
    return prefixBytes == 0 ? sent : sent + (long) prefixBytes * frames.size();
  }

  /** Bytes that were delivered, prefixes included. */
  long deliveredOnWire() {
    return delivered + (long) prefixBytes * framesDelivered;
  }

  /** Whether everything that was sent has been delivered. */
  boolean isWhole() {
    return delivered == sent && (prefixBytes == 0 || framesDelivered == frames.size());
  }

  /** Whether so many bytes on the wire hold a message that was not delivered. */
  boolean holdsMore(long onWire) {
    if (prefixBytes == 0) {
      return onWire > delivered;
    }
    return framesDelivered < frames.size()
        && onWire >= deliveredOnWire() + onWire(frames.get(framesDelivered));
  }

  /** Something was delivered: null if it is what comes next, else what is wrong with it. */
  @org.jspecify.annotations.Nullable
  String deliver(java.nio.ByteBuffer bytes) {
    int length = bytes.remaining();
    if (prefixBytes > 0) {
      if (framesDelivered >= frames.size()) {
        return "a frame that was not sent, of " + length + " bytes";
      }
      if (frames.get(framesDelivered) != length) {
        return "a frame of " + length + " bytes instead of " + frames.get(framesDelivered);
      }
      framesDelivered++;
    } else if (length == 0) {
      return "no bytes";
    }
    if (delivered + length > sent) {
      return length + " bytes after " + delivered + " of " + sent + " that were sent";
    }
    for (int i = 0; i < length; i++) {
      if (bytes.get(bytes.position() + i) != at(delivered + i)) {
        return "another byte at " + (delivered + i) + " of " + sent;
      }
    }
    delivered += length;
    return null;
  }

  @Override
  public String toString() {
    return delivered + " of " + sent + " bytes";
  }
}
