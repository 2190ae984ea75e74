/** One member of the cluster, as a process or within one. */
@NullMarked
package dev.ioserver.examples.cluster.node;

import org.jspecify.annotations.NullMarked;
