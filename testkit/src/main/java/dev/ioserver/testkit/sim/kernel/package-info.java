/**
 * A kernel that is simulated: sockets, a poller and its waker, and a clock, in one thread. Whatever
 * a real kernel may do in one order or another, {@link dev.ioserver.testkit.sim.kernel.Dice}
 * decides by a seed.
 */
@NullMarked
package dev.ioserver.testkit.sim.kernel;

import org.jspecify.annotations.NullMarked;
