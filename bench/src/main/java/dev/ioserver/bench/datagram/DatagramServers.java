package dev.ioserver.bench.datagram;

import dev.ioserver.bench.peer.Peers;
import java.util.List;

/** Which servers of datagrams there are, and what can be asked of them. */
public final class DatagramServers {

  /** The names of all, as they stand in a table. */
  public static final List<String> ALL =
      List.of(
          Peers.IOSERVER,
          Peers.IOSERVER_BATCH,
          Peers.JAVA_NIO,
          Peers.NETTY_NIO,
          Peers.NETTY_EPOLL,
          Peers.NETTY_IOSERVER,
          Peers.C,
          Peers.IOSERVER_SEGMENTS,
          Peers.NETTY_EPOLL_SEGMENTS,
          Peers.C_SEGMENTS,
          Peers.IOSERVER_NIO);

  /** The shortest datagram. */
  public static final int LEAST_BYTES = Ask.LEAST_BYTES;

  /** The longest datagram: what all servers have room for. */
  public static final int MOST_BYTES = Ask.MOST_BYTES;

  /** The largest burst. */
  public static final int MOST_DATAGRAMS = Ask.MOST_DATAGRAMS;

  private DatagramServers() {}
}
