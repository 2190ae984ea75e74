package dev.ioserver.engine.port;

import dev.ioserver.engine.api.FrameCursor;
import dev.ioserver.engine.api.FrameTooLongException;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.MalformedFrameException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the frame that comes next on a port: nothing, how many bytes are needed to know
 * it, where it ends, or that it is none. Asks the framing, and holds its answers to the rules.
 *
 * <p>Belongs to the loop's thread.
 */
final class FrameCut implements FrameCursor {

  private static final long UNKNOWN = 0;

  private MemorySegment memory = MemorySegment.NULL;
  private long start;
  private int length;

  private int looked;

  /** How many bytes must be there before the framing is asked; 0 if it never was. */
  private long atLeast;

  private long total = UNKNOWN;
  private int messageAt;
  private long messageLength;
  private boolean answered;
  private @Nullable IOException failure;

  FrameCut() {}

  /** Forgets the frame: the next one begins. */
  void next() {
    looked = 0;
    atLeast = 0;
    total = UNKNOWN;
    failure = null;
  }

  /** Asks about so many bytes, which begin where the frame does. */
  void ask(Framing framing, MemorySegment bytes, long at, int count) {
    memory = bytes;
    start = at;
    length = count;
    answered = false;
    try {
      framing.cut(this);
    } catch (RuntimeException | StackOverflowError e) {
      failure = new MalformedFrameException("the framing " + framing + " has failed: " + e, e);
      return;
    } finally {
      memory = MemorySegment.NULL;
    }
    if (failure == null) {
      check(framing);
    }
  }

  private void check(Framing framing) {
    long most = (long) framing.maxLength() + framing.maxOverhead();
    if (!answered) {
      failure = mistake(framing, "gave no answer");
    } else if (total == UNKNOWN) {
      // What is asked for beyond the limit would never be a frame.
      if (length >= most) {
        failure = new FrameTooLongException(length, framing.maxLength());
      }
      atLeast = Math.max(atLeast, length + 1L);
    } else if (messageLength > framing.maxLength()) {
      failure = new FrameTooLongException(messageLength, framing.maxLength());
    } else if (total < 1
        || messageAt < 0
        || messageLength < 0
        || messageAt + messageLength > total
        || total > most) {
      failure =
          mistake(
              framing,
              "found a frame of "
                  + total
                  + " bytes with a message of "
                  + messageLength
                  + " at "
                  + messageAt);
    }
  }

  private static IOException mistake(Framing framing, String what) {
    return new MalformedFrameException("the framing " + framing + " " + what, null);
  }

  /** Why there is no frame, or null. */
  @Nullable IOException failure() {
    return failure;
  }

  boolean isFound() {
    return total != UNKNOWN;
  }

  /** All bytes of the frame, once it is found. */
  long total() {
    return total;
  }

  int messageAt() {
    return messageAt;
  }

  int messageLength() {
    return (int) messageLength;
  }

  /** How many bytes must be there before anything more can be said: the whole frame, if found. */
  long needed() {
    return total == UNKNOWN ? atLeast : total;
  }

  @Override
  public MemorySegment memory() {
    return memory;
  }

  @Override
  public long start() {
    return start;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public int looked() {
    return looked;
  }

  @Override
  public void frame(long all, int at, long bytes) {
    answered = true;
    total = all;
    messageAt = at;
    messageLength = bytes;
    if (all == UNKNOWN) {
      malformed("a frame has no bytes");
    }
  }

  @Override
  public void more(long needed, int seen) {
    answered = true;
    atLeast = needed;
    looked = Math.clamp(seen, 0, length);
  }

  @Override
  public void malformed(String why) {
    answered = true;
    failure = new MalformedFrameException(why, null);
  }
}
