/**
 * A long run against the real kernel that loses nothing, or says what it lost.
 *
 * <p>{@link dev.ioserver.examples.soak.SoakRun} is where it begins. {@code ChurnClient} opens
 * connections to {@code ChurnServer}, and a {@code Plan} says of each what is sent and how it ends;
 * both sides draw the same plan from the seed, so that each knows what it has to get. Meanwhile
 * {@code Relay}s hand messages from thread to thread. Everybody counts in one {@code Tally}, and
 * {@link dev.ioserver.examples.soak.Verdict} judges the {@link
 * dev.ioserver.examples.soak.SoakResult}.
 */
@NullMarked
package dev.ioserver.examples.soak;

import org.jspecify.annotations.NullMarked;
