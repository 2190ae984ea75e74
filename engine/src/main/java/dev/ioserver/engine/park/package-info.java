/**
 * The one primitive that carries the whole design: a thread that can run out of work has a {@link
 * dev.ioserver.engine.park.Parker}. See docs/memory-ordering.md for the protocol.
 */
@NullMarked
package dev.ioserver.engine.park;

import org.jspecify.annotations.NullMarked;
