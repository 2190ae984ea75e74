/** Waking a thread: awake, parked, notified already. */
@NullMarked
package dev.ioserver.bench.wake;

import org.jspecify.annotations.NullMarked;
