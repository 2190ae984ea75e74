/**
 * What every engine must do. For an engine of your own, extend each class whose name ends in {@code
 * Conformance} in the tests of its module, and say in {@link
 * dev.ioserver.testkit.Conformance#engine()} which engine it is:
 *
 * <pre>{@code
 * class UringStreamConformanceTest extends StreamConformance {
 *   @Override
 *   protected String engine() {
 *     return "uring";
 *   }
 * }
 * }</pre>
 *
 * <p>After each test {@link dev.ioserver.testkit.Conformance} looks for what was left behind:
 * descriptors, threads, data that was not released. Tests annotated with {@link
 * dev.ioserver.testkit.BothShapes} run twice, see {@link dev.ioserver.testkit.Shape}.
 *
 * <p>{@code -Dioserver.stress=true} makes the long tests longer; {@code -Dioserver.seed=...}
 * repeats a random one. Everything stays on loopback addresses.
 */
@NullMarked
package dev.ioserver.testkit;

import org.jspecify.annotations.NullMarked;
