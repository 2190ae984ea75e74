/**
 * The registration table: any thread registers, changes interest and deregisters without a lock and
 * without a system call; the polling thread tells the kernel the difference just before it waits.
 */
@NullMarked
package dev.ioserver.engine.selector;

import org.jspecify.annotations.NullMarked;
