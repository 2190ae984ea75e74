/** Which benchmarks are run, in which order, and what is counted beside the time. */
@NullMarked
package dev.ioserver.bench.run;

import org.jspecify.annotations.NullMarked;
