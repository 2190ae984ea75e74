/**
 * A TCP echo server: the smallest program that does everything a server has to. It stops reading
 * when a client does not, answers a half-close, and allocates nothing per message.
 */
@NullMarked
package dev.ioserver.examples.echo;

import org.jspecify.annotations.NullMarked;
