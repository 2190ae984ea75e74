/**
 * What a measurement has to know of the machine it runs on: where its threads run, when the
 * compilers are quiet, and when the machine itself stood still.
 */
@NullMarked
package dev.ioserver.examples.machine;

import org.jspecify.annotations.NullMarked;
