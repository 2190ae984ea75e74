/** The order gateway of the examples, end to end. */
@NullMarked
package dev.ioserver.bench.gateway;

import org.jspecify.annotations.NullMarked;
