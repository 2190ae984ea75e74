/** The clustered service: order books and every user's messages, the same on each member. */
@NullMarked
package dev.ioserver.examples.cluster.service;

import org.jspecify.annotations.NullMarked;
