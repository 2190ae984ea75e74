/** The event loop: a thread, a transport, a mailbox and timers; and the choice of an engine. */
@NullMarked
package dev.ioserver.engine.loop;

import org.jspecify.annotations.NullMarked;
