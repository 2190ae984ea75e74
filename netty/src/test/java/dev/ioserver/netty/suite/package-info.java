/**
 * Netty's own test-suite, {@code io.netty:netty-testsuite}, over this transport. docs/netty.md says
 * how to run it.
 */
@NullMarked
package dev.ioserver.netty.suite;

import org.jspecify.annotations.NullMarked;
