/** TLS 1.3 for benchmarks: keys, and the JDK's engine with nothing above it. */
@NullMarked
package dev.ioserver.bench.tls;

import org.jspecify.annotations.NullMarked;
