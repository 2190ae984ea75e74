/**
 * What raw selectors and transports stand on: a poller with its wake-up, and the registration
 * table. Any thread registers, changes interest and deregisters without a lock and without a system
 * call; the polling thread tells the kernel the difference just before it waits.
 */
@NullMarked
package dev.ioserver.engine.selector;

import org.jspecify.annotations.NullMarked;
