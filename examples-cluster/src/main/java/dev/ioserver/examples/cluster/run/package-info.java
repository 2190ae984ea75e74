/** The trial: members and gateways as processes, a load, kills, and a table. */
@NullMarked
package dev.ioserver.examples.cluster.run;

import org.jspecify.annotations.NullMarked;
