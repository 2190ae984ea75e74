/**
 * The counters of a server as meters of Micrometer: {@link
 * dev.ioserver.micrometer.IoServerMetrics}.
 */
@NullMarked
package dev.ioserver.micrometer;

import org.jspecify.annotations.NullMarked;
