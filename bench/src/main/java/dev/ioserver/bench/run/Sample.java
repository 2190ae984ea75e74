package dev.ioserver.bench.run;

/**
 * What one round found for one case.
 *
 * @param round from 0 up; samples of the same round are compared with each other
 * @param nanos the time of an operation: a mean or a median
 * @param p99Nanos the 99th percentile, or NaN
 * @param allocated what the whole JVM allocated
 */
public record Sample(int round, double nanos, double p99Nanos, Allocated allocated) {}
