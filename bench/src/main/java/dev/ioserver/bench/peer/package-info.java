/** The peers: their names, and why one of them cannot run here. */
@NullMarked
package dev.ioserver.bench.peer;

import org.jspecify.annotations.NullMarked;
