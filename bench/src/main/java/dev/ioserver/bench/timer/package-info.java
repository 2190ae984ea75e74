/** Setting and cancelling timers. */
@NullMarked
package dev.ioserver.bench.timer;

import org.jspecify.annotations.NullMarked;
