/**
 * What a system must supply to be an engine, and nothing more.
 *
 * <p>A system whose kernel notifies (epoll, kqueue, AFD polls over a completion port, java.nio)
 * supplies a {@link dev.ioserver.engine.spi.Poller} and {@link dev.ioserver.engine.spi.Sockets};
 * the engine makes a {@link dev.ioserver.engine.spi.Transport} of them. A system whose kernel
 * completes (io_uring) supplies the Transport itself.
 *
 * <p>Calls here return a value of 0 or more, or a negative code as {@link
 * dev.ioserver.engine.spi.ErrorCodes} says; they do not throw. The engine turns codes into
 * exceptions.
 */
@NullMarked
package dev.ioserver.engine.spi;

import org.jspecify.annotations.NullMarked;
