/**
 * A TCP echo server, twice: with ports, and over the raw selector. The first is the smallest
 * program that does everything a server has to. It stops reading when a client does not, answers a
 * half-close, and allocates nothing per message. And an echo of datagrams.
 */
@NullMarked
package dev.ioserver.examples.echo;

import org.jspecify.annotations.NullMarked;
