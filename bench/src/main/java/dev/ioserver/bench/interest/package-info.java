/** Changing what a selector waits for. */
@NullMarked
package dev.ioserver.bench.interest;

import org.jspecify.annotations.NullMarked;
