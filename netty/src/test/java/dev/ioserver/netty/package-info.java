/** Tests of what Netty's own suite does not ask: counts, options, failures, other loops. */
@NullMarked
package dev.ioserver.netty;

import org.jspecify.annotations.NullMarked;
