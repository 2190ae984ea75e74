/**
 * The transport for kernels that notify: makes completions out of an {@link
 * dev.ioserver.engine.selector.SelectorCore} and a system's {@link
 * dev.ioserver.engine.spi.Sockets}. Written once for epoll, kqueue, AFD and java.nio.
 */
@NullMarked
package dev.ioserver.engine.readiness;

import org.jspecify.annotations.NullMarked;
