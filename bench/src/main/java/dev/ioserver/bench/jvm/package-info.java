/** How a JVM that measures is started. Benchmarks and whoever starts them depend on it. */
@NullMarked
package dev.ioserver.bench.jvm;

import org.jspecify.annotations.NullMarked;
