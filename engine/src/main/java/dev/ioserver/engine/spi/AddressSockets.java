package dev.ioserver.engine.spi;

/**
 * The socket calls of a system whose descriptors are the kernel's own, over memory that is given by
 * its address. Nothing is copied, and no object is made for a call.
 *
 * <p>An address names native memory, which the caller keeps alive until the call has returned.
 */
public interface AddressSockets extends DescriptorSockets {

  /**
   * Reads into memory, as {@link #receive(long, dev.ioserver.engine.memory.Chunk, int, int)} does
   * into a chunk.
   *
   * @param descriptor a connected socket
   * @param address where the bytes go
   * @param length how many bytes at most, 1 or more
   * @return as that one returns
   */
  int receive(long descriptor, long address, int length);

  /**
   * Looks what the next {@link #receive} would find, and leaves it there.
   *
   * @param descriptor a connected socket
   * @return 1 if there are bytes; 0 if the peer has sent its last; {@link ErrorCodes#WOULD_BLOCK};
   *     or a code, negated, which the system does not keep
   */
  int peek(long descriptor);

  /**
   * Writes from memory; raises no signal.
   *
   * @param descriptor a connected socket
   * @param address where the bytes are
   * @param length how many bytes at most, 1 or more
   * @return how many; {@link ErrorCodes#WOULD_BLOCK}; or a code, negated
   */
  int send(long descriptor, long address, int length);

  /** {@return the most pieces that {@link #sendPieces} takes, 1 or more} */
  int maxPieces();

  /**
   * Notes one piece of memory for the next {@link #sendPieces}.
   *
   * @param index from 0, below {@link #maxPieces()}
   * @param address where its bytes are
   * @param length how many bytes, 1 or more
   */
  void piece(int index, long address, long length);

  /**
   * Writes the pieces that were noted, in one call; raises no signal.
   *
   * @param descriptor a connected socket
   * @param count how many of them, from the first
   * @return how many bytes; {@link ErrorCodes#WOULD_BLOCK}; or a code, negated
   */
  long sendPieces(long descriptor, int count);
}
