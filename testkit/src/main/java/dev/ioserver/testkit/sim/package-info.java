/**
 * Users of the engine over the {@linkplain dev.ioserver.testkit.sim.kernel simulated kernel}: what
 * they do is random and decided by a seed, what they must see of it is known, and a run that breaks
 * a rule is shrunk to a history that a person can read.
 */
@NullMarked
package dev.ioserver.testkit.sim;

import org.jspecify.annotations.NullMarked;
