/**
 * Native memory: chunks with a count of references, the pool that a loop leases them from, and
 * chains of them. Engines read into chunks and write from them.
 */
@NullMarked
package dev.ioserver.engine.memory;

import org.jspecify.annotations.NullMarked;
