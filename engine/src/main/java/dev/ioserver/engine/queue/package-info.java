/** Queues within one thread; those between threads are JCTools'. */
@NullMarked
package dev.ioserver.engine.queue;

import org.jspecify.annotations.NullMarked;
