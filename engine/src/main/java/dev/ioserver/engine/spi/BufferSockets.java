package dev.ioserver.engine.spi;

import java.nio.ByteBuffer;

/**
 * The socket calls of an engine without descriptors of the kernel, which reads into the buffers of
 * java.nio and writes from them. To make such a buffer of an address would take native access, and
 * this engine is for where there is none.
 *
 * <p>Bytes go to, and come from, what is between a buffer's position and its limit. The position
 * moves on by as many as there were. A buffer on the heap is copied by java.nio.
 */
public interface BufferSockets extends DescriptorSockets {

  /**
   * Reads into a buffer.
   *
   * @param descriptor a connected socket
   * @param buffer has room for a byte at least
   * @return how many; 0 if the peer has sent its last byte; {@link ErrorCodes#WOULD_BLOCK}; or a
   *     code, negated
   */
  int receive(long descriptor, ByteBuffer buffer);

  /**
   * Writes from a buffer; raises no signal.
   *
   * @param descriptor a connected socket
   * @param buffer has a byte at least
   * @return how many; {@link ErrorCodes#WOULD_BLOCK}; or a code, negated
   */
  int send(long descriptor, ByteBuffer buffer);

  /**
   * Writes from several buffers, in one call if the system takes as many; raises no signal.
   *
   * @param descriptor a connected socket
   * @param buffers the first {@code count} of them are different objects, each with a byte at least
   * @param count how many, 1 or more
   * @return how many bytes; {@link ErrorCodes#WOULD_BLOCK}; or a code, negated
   */
  long send(long descriptor, ByteBuffer[] buffers, int count);
}
