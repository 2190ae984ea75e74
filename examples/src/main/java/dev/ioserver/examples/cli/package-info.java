/**
 * The commands: they read options, start what does the work, and print.
 *
 * <p>Exit codes: 0 if all went well; 1 if a run failed, by lost orders for example; 2 if the
 * command line or the environment (a port in use, an engine that cannot run here) did not allow it
 * to start. A failure is one line on standard error that says what to do.
 */
@NullMarked
package dev.ioserver.examples.cli;

import org.jspecify.annotations.NullMarked;
