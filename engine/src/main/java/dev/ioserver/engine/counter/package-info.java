/**
 * Counters that can stay on: one with a single writer, and one that many threads write to without
 * disturbing each other; and the padding that keeps a hot word's cache line to itself.
 */
@NullMarked
package dev.ioserver.engine.counter;

import org.jspecify.annotations.NullMarked;
