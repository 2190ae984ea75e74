/** Datagrams: what one costs the process that it comes to or goes from. */
@NullMarked
package dev.ioserver.bench.datagram;

import org.jspecify.annotations.NullMarked;
