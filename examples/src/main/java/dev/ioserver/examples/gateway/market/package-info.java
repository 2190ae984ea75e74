/**
 * From OUCH bytes to order books and back.
 *
 * <p>On the thread that reads a client's messages, an {@link
 * dev.ioserver.examples.gateway.market.OrderRouter} finds the stock that each one is for. On the
 * thread of that stock, a {@link dev.ioserver.examples.gateway.market.StockMarket} applies it to
 * the book and hands the replies, encoded, to a {@link
 * dev.ioserver.examples.gateway.market.ReplySink}. How messages and replies get from one thread to
 * the other is not decided here.
 */
@NullMarked
package dev.ioserver.examples.gateway.market;

import org.jspecify.annotations.NullMarked;
