/**
 * The end of a feed that sends: a {@link dev.ioserver.examples.feed.publish.DepthEncoder} for each
 * book makes messages of what happens there, one {@link
 * dev.ioserver.examples.feed.publish.FeedPublisher} numbers them, keeps them in a {@link
 * dev.ioserver.examples.feed.publish.FeedStore} and sends them, and a {@link
 * dev.ioserver.examples.feed.publish.RequestServer} sends again what somebody has missed.
 */
@NullMarked
package dev.ioserver.examples.feed.publish;

import org.jspecify.annotations.NullMarked;
