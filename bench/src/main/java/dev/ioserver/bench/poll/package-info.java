/** What one look at the kernel costs. */
@NullMarked
package dev.ioserver.bench.poll;

import org.jspecify.annotations.NullMarked;
