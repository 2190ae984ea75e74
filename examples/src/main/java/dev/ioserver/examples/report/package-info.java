/**
 * What a load run looks like on paper: tables for the terminal, the percentile file of
 * HdrHistogram, and a plot.
 */
@NullMarked
package dev.ioserver.examples.report;

import org.jspecify.annotations.NullMarked;
