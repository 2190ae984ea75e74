/**
 * kqueue, on macOS and FreeBSD through their C libraries, and on Linux through libkqueue: system
 * calls, constants and structures under their own names. The sockets beside it are those of {@code
 * dev.ioserver.bindings.posix}.
 *
 * <p>Start with {@link dev.ioserver.bindings.bsd.BsdBindings}, which says whether this process can
 * use the rest. Then
 *
 * <ul>
 *   <li>{@link dev.ioserver.bindings.bsd.BsdCalls} makes the calls;
 *   <li>{@link dev.ioserver.bindings.bsd.KQueue} holds the constants;
 *   <li>{@link dev.ioserver.bindings.bsd.KEvent} reads and writes the structure.
 * </ul>
 *
 * <p>No number is written down here: sizes, offsets and constants come from the generated packages
 * of the systems. {@link dev.ioserver.bindings.bsd.BsdTarget} says which of them is asked. What is
 * the same on every supported processor is generated once, and a test compares it with what a C
 * compiler says for each of them.
 *
 * <p>Memory belongs to the caller. A segment that is handed to a call must be native, and must stay
 * alive until the call returns; nothing here allocates but {@link
 * dev.ioserver.bindings.bsd.KEvent#allocate}, and nothing keeps a reference.
 */
@NullMarked
package dev.ioserver.bindings.bsd;

import org.jspecify.annotations.NullMarked;
