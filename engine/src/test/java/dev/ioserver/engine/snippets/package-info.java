/**
 * The examples of the engine's Javadoc. A region between {@code @start} and {@code @end} is what a
 * snippet shows; the test around it runs it. They see the public API alone, as a user does.
 */
package dev.ioserver.engine.snippets;
