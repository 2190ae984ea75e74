/**
 * What the packages of calls stand on, and no other module sees.
 *
 * <ul>
 *   <li>{@link dev.ioserver.bindings.abi.PosixNumbers} is the table of what differs between Linux,
 *       macOS and FreeBSD: numbers and layouts, from the generated packages.
 *   <li>{@link dev.ioserver.bindings.abi.CFunction} is a function of C, which {@link
 *       dev.ioserver.bindings.abi.Linking} finds and links when it is first called.
 *   <li>{@link dev.ioserver.bindings.abi.CCalls} makes of what a function returned what a call
 *       returns.
 *   <li>{@link dev.ioserver.bindings.abi.Requirements} says what a process lacks.
 * </ul>
 */
@NullMarked
package dev.ioserver.bindings.abi;

import org.jspecify.annotations.NullMarked;
