/**
 * What all receivers share: a queue of messages, the parker of whoever waits for them, and
 * membership in a select. Channels are the simplest of them.
 */
@NullMarked
package dev.ioserver.engine.channel;

import org.jspecify.annotations.NullMarked;
