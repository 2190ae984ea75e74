package dev.ioserver.engine.api;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Bytes that arrived: on a raw port whatever was there, on a framed port one whole frame without
 * its prefix, from {@link Port#read(int, Duration)} what was asked for.
 *
 * <p>The memory is pooled and counted. Whoever receives the message owns one reference and must
 * {@link #release()} it once; after the last release the bytes belong to somebody else and must not
 * be touched. The message object itself is reused too. {@code -Dioserver.leakcheck=true} records
 * where each message was delivered, and reports those that were not released when the server
 * closes.
 *
 * <p>Thread-safety: one thread reads a message at a time; it may be handed to another thread by any
 * ordered means, and released there.
 */
public non-sealed interface Data extends PortMessage {

  /** The port the bytes came from. */
  @Override
  Port port();

  /** {@return how many bytes, 0 or more (an empty frame has 0)} */
  int length();

  /**
   * {@return the bytes from position to limit of a direct, big-endian buffer} The position is not 0
   * as a rule: use relative gets, or add {@link ByteBuffer#position()}. The buffer is reused with
   * the message; its position, limit and order are the receiver's until {@link #release()}.
   */
  ByteBuffer bytes();

  /**
   * {@return the bytes as a segment of exactly {@link #length()}} May allocate the segment object.
   */
  MemorySegment segment();

  /**
   * Takes one more reference, which wants one more {@link #release()}. Any thread that holds one.
   *
   * @return this message
   */
  Data retain();

  /**
   * Gives one reference back. Any thread.
   *
   * @throws IllegalStateException if there is none left to give back
   */
  void release();
}
