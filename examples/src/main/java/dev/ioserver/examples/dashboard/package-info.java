/**
 * A page that shows a server while it runs, served by the engine itself: {@link
 * dev.ioserver.examples.dashboard.Dashboard}. It reads counters that are counted anyway, once a
 * second, on a thread of its own.
 */
@NullMarked
package dev.ioserver.examples.dashboard;

import org.jspecify.annotations.NullMarked;
