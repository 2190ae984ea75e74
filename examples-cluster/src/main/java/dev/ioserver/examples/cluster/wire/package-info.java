/** What gateways and the clustered service say to each other. */
@NullMarked
package dev.ioserver.examples.cluster.wire;

import org.jspecify.annotations.NullMarked;
