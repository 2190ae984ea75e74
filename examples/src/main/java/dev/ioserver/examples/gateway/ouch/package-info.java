/**
 * OUCH 4.2, the messages by which orders are entered and reported on.
 *
 * <p>Each message is a flyweight over a {@link java.nio.ByteBuffer}: {@code wrap} it around bytes
 * that came in and read, or {@code encode} it onto a buffer and set <em>every</em> field. Offsets,
 * in bytes from the message's type, are constants of the message's class. Prices are in
 * ten-thousandths of the currency ({@link dev.ioserver.examples.gateway.ouch.Ouch#PRICE_UNITS}),
 * times in nanoseconds since midnight.
 *
 * <p>A token, the 14 characters by which a client names its order, is two {@code long}s here
 * ({@link dev.ioserver.examples.gateway.ouch.Token}), a stock is one. Neither allocates. Flyweights
 * belong to one thread.
 */
@NullMarked
package dev.ioserver.examples.gateway.ouch;

import org.jspecify.annotations.NullMarked;
