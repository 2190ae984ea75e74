/** Programs on Netty that know nothing of this transport, and clients that check every byte. */
@NullMarked
package dev.ioserver.netty.programs;

import org.jspecify.annotations.NullMarked;
