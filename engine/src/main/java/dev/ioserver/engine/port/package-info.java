/**
 * Ports, listeners and timers: what lives in a loop and looks like a channel. Each has a side that
 * any thread may call and a side that is the loop's; what passes between them goes through queues
 * and one atomic word of requests.
 */
@NullMarked
package dev.ioserver.engine.port;

import org.jspecify.annotations.NullMarked;
