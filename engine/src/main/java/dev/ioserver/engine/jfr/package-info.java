/**
 * Events for the JDK's flight recorder: what happens to ports, listeners and loops. Nothing here is
 * loaded unless a server is opened with {@code jfr(true)}.
 */
@NullMarked
package dev.ioserver.engine.jfr;

import org.jspecify.annotations.NullMarked;
