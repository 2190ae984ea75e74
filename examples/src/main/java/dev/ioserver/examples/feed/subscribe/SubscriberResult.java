package dev.ioserver.examples.feed.subscribe;

import dev.ioserver.examples.gateway.book.RestingOrder;
import java.util.List;
import java.util.Map;

/**
 * What a subscriber has heard.
 *
 * @param name of the subscriber
 * @param engine its engine
 * @param counts what it has counted, times among it
 * @param books the orders of each book by its stock
 * @param complete whether the session has ended, and every message of it was dealt with
 * @param stamped whether the kernel has said when datagrams arrived
 */
public record SubscriberResult(
    String name,
    String engine,
    FeedCounts counts,
    Map<String, List<RestingOrder>> books,
    boolean complete,
    boolean stamped) {}
