/**
 * What every engine must do. For an engine of your own, write one test class that names it, with a
 * nested class for each class of this package whose name ends in {@code Conformance}:
 *
 * <pre>{@code
 * @EngineUnderTest("uring")
 * class UringConformanceTest {
 *
 *   @Nested
 *   class Stream extends StreamConformance {}
 *
 *   @Nested
 *   class Close extends CloseConformance {}
 * }
 * }</pre>
 *
 * <p>After each test {@link dev.ioserver.testkit.suite.Conformance} looks for what was left behind:
 * descriptors, threads, data that was not released. Tests annotated with {@link
 * dev.ioserver.testkit.fixture.BothShapes} run twice, see {@link
 * dev.ioserver.testkit.fixture.Shape}.
 *
 * <p>{@code -Dioserver.stress=true} makes the long tests longer; {@code -Dioserver.seed=...}
 * repeats a random one. Everything stays on loopback addresses.
 */
@NullMarked
package dev.ioserver.testkit.suite;

import org.jspecify.annotations.NullMarked;
