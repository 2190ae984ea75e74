/**
 * What ioserver costs, beside what the same thing costs elsewhere, measured in the same run.
 *
 * <ul>
 *   <li>{@code wake}, {@code interest}, {@code channel}, {@code poll}, {@code echo}, {@code
 *       gateway}: the benchmarks. Each takes the peer as a parameter, so that all peers go through
 *       one and the same loop.
 *   <li>{@code peer}: what the peers have in common, and whether they can run here.
 *   <li>{@code raw}: system calls with nothing above them, the floor under every figure.
 *   <li>{@code run}: interleaved rounds, counts of system calls, the machine.
 *   <li>{@code report}: the table and the page.
 * </ul>
 */
@NullMarked
package dev.ioserver.bench;

import org.jspecify.annotations.NullMarked;
