/** The command line of all that. */
@NullMarked
package dev.ioserver.examples.cluster.cli;

import org.jspecify.annotations.NullMarked;
