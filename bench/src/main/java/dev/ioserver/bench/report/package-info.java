/** What the figures are shown as. */
@NullMarked
package dev.ioserver.bench.report;

import org.jspecify.annotations.NullMarked;
