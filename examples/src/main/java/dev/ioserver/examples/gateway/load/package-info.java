/**
 * Clients that load an order gateway and check every answer.
 *
 * <p>All clients of a {@link dev.ioserver.examples.gateway.load.LoadRun} live on one thread, which
 * runs an event loop of its own. Orders are sent by a {@link
 * dev.ioserver.examples.gateway.load.SteadyPace} that does not wait for answers, and each round
 * trip is measured from the moment the order was <em>due</em>. An order that had to wait behind a
 * slow one therefore counts with its wait: there is no coordinated omission.
 *
 * <p>The clients account for every order: each must be accepted or rejected, and at the end each
 * share of an accepted one must have been executed, canceled or replaced.
 */
@NullMarked
package dev.ioserver.examples.gateway.load;

import org.jspecify.annotations.NullMarked;
