/**
 * Orders of FIX 4.4 at an exchange that speaks OUCH: NewOrderSingle, OrderCancelRequest and
 * OrderCancelReplaceRequest in; ExecutionReport and OrderCancelReject out.
 *
 * <p>OUCH names an order by a token that it never uses twice, and tells of an event what has
 * changed. FIX names it by the ClOrdID of the last request that was accepted, and tells all of the
 * order with each event. {@link dev.ioserver.examples.gateway.fixorders.FixOrders} keeps what is
 * between the two: each request of the day has a number, and that is its token.
 *
 * <p>The record of the day grows by blocks of orders and by doubling; otherwise an order allocates
 * nothing here. One account belongs to one thread.
 */
@NullMarked
package dev.ioserver.examples.gateway.fixorders;

import org.jspecify.annotations.NullMarked;
