/** Many order gateways in front of replicated order books: where the command starts. */
@NullMarked
package dev.ioserver.examples.cluster;

import org.jspecify.annotations.NullMarked;
