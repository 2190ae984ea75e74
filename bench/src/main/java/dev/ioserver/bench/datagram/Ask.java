package dev.ioserver.bench.datagram;

/**
 * What a datagram asks of a server: its first byte. Numbers stand in the order of the network. What
 * the first byte says, all datagrams of a run that the kernel gives as one say.
 */
final class Ask {

  /** To be counted. */
  static final byte COUNT = 0;

  /** To be counted, and answered with how many datagrams have come so far: 8 bytes. */
  static final byte TELL = 1;

  /** To be sent back. */
  static final byte ECHO = 2;

  /**
   * To send so many datagrams of so many bytes to a port of this machine, and then to answer as
   * {@link #TELL}.
   */
  static final byte SEND = 3;

  /** Where a {@link #SEND} has its numbers. */
  static final int HOW_MANY = 4;

  static final int BYTES = 8;
  static final int PORT = 12;

  /** The shortest datagram. */
  static final int LEAST_BYTES = 16;

  /** The longest datagram: what all servers have room for. */
  static final int MOST_BYTES = 2048;

  /** How many datagrams a {@link #SEND} may ask for, and a burst may have. */
  static final int MOST_DATAGRAMS = 1024;

  /** What all sockets ask the kernel to keep of what has come; the kernel may allow less. */
  static final int RECEIVE_BUFFER = 4 << 20;

  private Ask() {}
}
