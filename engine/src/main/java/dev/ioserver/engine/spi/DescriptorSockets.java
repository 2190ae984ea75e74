package dev.ioserver.engine.spi;

import java.net.SocketAddress;

/**
 * The socket calls of a system whose descriptors are the kernel's own, one step at a time and over
 * memory that is given by its address. Who brings their own buffers stands on these: nothing is
 * copied, and no object is made for a call.
 *
 * <p>An address names native memory, which the caller keeps alive until the call has returned.
 */
public interface DescriptorSockets extends Sockets {

  /**
   * Gives a socket its local address. An address of the other family than the socket's is refused:
   * the caller maps it.
   *
   * @param descriptor a socket that has no address yet
   * @param local the address; a port of 0 has the kernel choose one
   * @return 0, or a code, negated
   */
  int bind(long descriptor, SocketAddress local);

  /**
   * Makes a bound socket accept connections.
   *
   * @param descriptor the socket
   * @param backlog connections that may wait to be accepted, 1 or more
   * @return 0, or a code, negated
   */
  int listen(long descriptor, int backlog);

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

  /**
   * Shuts down the input. A peer that is gone already (ENOTCONN) is no failure.
   *
   * @param descriptor a connected socket
   * @return 0, or a code, negated
   */
  int shutdownInput(long descriptor);
}
