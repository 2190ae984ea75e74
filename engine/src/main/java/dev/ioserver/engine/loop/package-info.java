/** The event loop: a thread or a caller that runs it, a transport, a mailbox and timers. */
@NullMarked
package dev.ioserver.engine.loop;

import org.jspecify.annotations.NullMarked;
