/**
 * MoldUDP64 1.00: packets of numbered messages, and requests for those that were missed. All
 * numbers are big-endian; everything uses absolute positions, and nothing allocates.
 */
@NullMarked
package dev.ioserver.examples.feed.mold;

import org.jspecify.annotations.NullMarked;
