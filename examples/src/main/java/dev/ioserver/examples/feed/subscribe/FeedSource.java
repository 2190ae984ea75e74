package dev.ioserver.examples.feed.subscribe;

import dev.ioserver.engine.api.ReceivedDatagram;
import dev.ioserver.examples.feed.HostBits;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Whose datagrams are heard: those of the feed's source, and those of the server that answers
 * requests. Who does not know the source hears the first one that sends a packet in good form, and
 * nobody else from then on. Belongs to one thread.
 */
final class FeedSource {

  /** An address as numbers. */
  private record Host(long high, long low, int port) {

    static Host of(InetSocketAddress address) {
      return new Host(
          HostBits.high(address.getAddress()),
          HostBits.low(address.getAddress()),
          address.getPort());
    }

    boolean isSourceOf(ReceivedDatagram datagram) {
      return datagram.sourcePort() == port
          && datagram.sourceLow() == low
          && datagram.sourceHigh() == high;
    }
  }

  private @Nullable Host feed;
  private final @Nullable Host server;
  private @Nullable SocketAddress requests;

  /**
   * A source.
   *
   * @param feed where packets come from, or null to hear the first that sends any
   * @param requests where requests go; null if that is where the feed comes from
   */
  FeedSource(@Nullable InetSocketAddress feed, @Nullable InetSocketAddress requests) {
    this.feed = feed == null ? null : Host.of(feed);
    this.server = requests == null ? null : Host.of(requests);
    this.requests = requests == null ? feed : requests;
  }

  boolean accepts(ReceivedDatagram datagram) {
    return feed == null
        || feed.isSourceOf(datagram)
        || (server != null && server.isSourceOf(datagram));
  }

  /** Hears nobody else from now on, if the source was not known. */
  void settle(ReceivedDatagram datagram) {
    if (feed == null) {
      feed = new Host(datagram.sourceHigh(), datagram.sourceLow(), datagram.sourcePort());
      if (requests == null) {
        requests = datagram.source();
      }
    }
  }

  /** Returns where requests go; null as long as nobody was heard. */
  @Nullable SocketAddress requests() {
    return requests;
  }
}
