package dev.ioserver.examples.feed.publish;

import dev.ioserver.examples.feed.FeedFault;
import java.util.Map;

/**
 * What the sending end of a feed has counted. A snapshot.
 *
 * @param messages messages of the feed
 * @param packets packets to its groups, heartbeats among them
 * @param requests datagrams that came, whatever they were
 * @param answers packets that were sent to those who had missed something
 * @param resent messages in them
 * @param undelivered packets that the system refused to send
 * @param faults requests that were not answered, by the reason
 */
public record FeedStatistics(
    long messages,
    long packets,
    long requests,
    long answers,
    long resent,
    long undelivered,
    Map<FeedFault, Long> faults) {

  /** Copies the map. */
  public FeedStatistics {
    faults = Map.copyOf(faults);
  }
}
