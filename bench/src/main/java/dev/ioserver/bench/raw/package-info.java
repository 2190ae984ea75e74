/** System calls with nothing above them: the floor. Linux only. */
@NullMarked
package dev.ioserver.bench.raw;

import org.jspecify.annotations.NullMarked;
