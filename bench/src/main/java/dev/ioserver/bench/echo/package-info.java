/** Round trips over loopback TCP. */
@NullMarked
package dev.ioserver.bench.echo;

import org.jspecify.annotations.NullMarked;
