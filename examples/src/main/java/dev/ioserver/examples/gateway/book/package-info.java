/**
 * The limit order book of one stock, matched by price and time.
 *
 * <p>{@link dev.ioserver.examples.gateway.book.OrderBook} takes OUCH messages in and reports
 * through a {@link dev.ioserver.examples.gateway.book.BookListener}. Its parts: a {@link
 * dev.ioserver.examples.gateway.book.BookSide} per side, an array of price levels with the best at
 * its end; a {@link dev.ioserver.examples.gateway.book.PriceLevel}, the queue of orders at one
 * price; and the {@link dev.ioserver.examples.gateway.book.OrderIndex} by token.
 *
 * <p>A {@link dev.ioserver.examples.gateway.book.DepthListener} hears what all the world may know,
 * and a {@link dev.ioserver.examples.gateway.book.MirrorBook} is the book of who is told that.
 *
 * <p>Orders and levels are pooled and linked to each other directly. Memory is allocated when the
 * book holds more orders, levels or tokens at once than ever before, otherwise not at all. A book
 * and all its parts belong to one thread.
 */
@NullMarked
package dev.ioserver.examples.gateway.book;

import org.jspecify.annotations.NullMarked;
