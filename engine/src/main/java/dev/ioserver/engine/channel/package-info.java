/**
 * What all receivers share: a queue of messages, the parker of whoever waits for them, and an entry
 * in a select. A channel within the process is the simplest of them.
 */
@NullMarked
package dev.ioserver.engine.channel;

import org.jspecify.annotations.NullMarked;
