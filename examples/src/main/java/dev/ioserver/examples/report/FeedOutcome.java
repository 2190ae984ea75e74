package dev.ioserver.examples.report;

import dev.ioserver.examples.feed.publish.FeedStatistics;
import dev.ioserver.examples.feed.subscribe.BookDifferences;
import dev.ioserver.examples.feed.subscribe.SubscriberResult;
import dev.ioserver.examples.gateway.book.RestingOrder;
import dev.ioserver.examples.gateway.load.LoadResult;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of a feed.
 *
 * @param load what the clients have seen; null if they are elsewhere
 * @param feed what the gateway has counted; null if it is elsewhere
 * @param subscribers what the subscribers have heard
 * @param books the gateway's books by their stocks; empty if they are not known
 */
public record FeedOutcome(
    @Nullable LoadResult load,
    @Nullable FeedStatistics feed,
    List<SubscriberResult> subscribers,
    Map<String, List<RestingOrder>> books) {

  /** Whether every book is equal, nothing was lost, and the sessions have ended in good order. */
  public boolean isGood() {
    boolean traded = load == null || load.isGood();
    return traded
        && subscribers.stream().allMatch(each -> each.complete() && each.counts().lost.get() == 0)
        && subscribers.stream().allMatch(each -> differences(each).isEmpty());
  }

  /** In which ways a subscriber's books differ; none if the gateway's are not known. */
  List<String> differences(SubscriberResult subscriber) {
    return books.isEmpty() ? List.of() : BookDifferences.of(books, subscriber.books());
  }
}
