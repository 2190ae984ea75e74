/**
 * Sessions on the engine's ports: what a session layer, which does no I/O, needs of a port at
 * either side.
 */
@NullMarked
package dev.ioserver.examples.gateway.port;

import org.jspecify.annotations.NullMarked;
