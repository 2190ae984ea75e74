/**
 * The {@code ioserver} command. {@link dev.ioserver.examples.Main} starts it; what it can do is in
 * the packages below.
 */
@NullMarked
package dev.ioserver.examples;

import org.jspecify.annotations.NullMarked;
