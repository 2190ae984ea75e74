/**
 * The market data feed: what all the world may know of the gateway's books, as ITCH 5.0 messages in
 * MoldUDP64 packets. Here is what both ends share; {@link dev.ioserver.examples.feed.mold} has the
 * packets and {@link dev.ioserver.examples.feed.itch} the messages, {@link
 * dev.ioserver.examples.feed.publish} the end that sends, and {@link
 * dev.ioserver.examples.feed.subscribe} the end that hears.
 */
@NullMarked
package dev.ioserver.examples.feed;

import org.jspecify.annotations.NullMarked;
