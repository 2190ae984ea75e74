/** Handing messages over, and selecting from several sources. */
@NullMarked
package dev.ioserver.bench.channel;

import org.jspecify.annotations.NullMarked;
