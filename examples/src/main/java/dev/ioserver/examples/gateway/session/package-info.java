/**
 * What the session layers of SoupBinTCP and FIX share: the messages that were sent, kept by number,
 * and the clock of a link. Nothing here does I/O.
 */
@NullMarked
package dev.ioserver.examples.gateway.session;

import org.jspecify.annotations.NullMarked;
