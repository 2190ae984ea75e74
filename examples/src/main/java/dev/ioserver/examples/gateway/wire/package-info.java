/**
 * Reading and writing the fields that SoupBinTCP, OUCH, ITCH and MoldUDP64 share: big-endian
 * integers, and ASCII text and numbers padded with spaces.
 *
 * <p>Everything here uses absolute positions, so a buffer's position, limit and mark stay as they
 * were, and nothing allocates unless a method says that it returns a {@link String}.
 */
@NullMarked
package dev.ioserver.examples.gateway.wire;

import org.jspecify.annotations.NullMarked;
