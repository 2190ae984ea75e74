/**
 * The messages of Nasdaq's TotalView-ITCH 5.0 that follow the orders of a book; the specification
 * has more, of auctions, halts and the like. All numbers are big-endian; prices have 4 implied
 * decimals, times are nanoseconds since midnight in 6 bytes.
 *
 * <p>A message is a flyweight over a buffer, at absolute positions. Nothing here allocates.
 */
@NullMarked
package dev.ioserver.examples.feed.itch;

import org.jspecify.annotations.NullMarked;
