/** The edge of the cluster: sessions of clients on one thread that polls sockets and cluster. */
@NullMarked
package dev.ioserver.examples.cluster.gateway;

import org.jspecify.annotations.NullMarked;
