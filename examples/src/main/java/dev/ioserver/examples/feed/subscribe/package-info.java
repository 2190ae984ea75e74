/**
 * The end of a feed that hears: a {@link dev.ioserver.examples.feed.subscribe.Subscriber} has a
 * thread, a loop and one socket; its {@link dev.ioserver.examples.feed.subscribe.FeedReceiver} puts
 * the messages in order and asks for those that are missing; and {@link
 * dev.ioserver.examples.feed.subscribe.FeedBooks} has the books that come of them.
 *
 * <p>Whatever comes in is checked, counted and then believed or left out. Nothing that arrives can
 * make the subscriber fail, allocate, or keep more than its buffers hold.
 */
@NullMarked
package dev.ioserver.examples.feed.subscribe;

import org.jspecify.annotations.NullMarked;
