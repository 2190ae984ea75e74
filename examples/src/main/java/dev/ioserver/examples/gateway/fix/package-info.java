/**
 * FIX 4.4 over TCP: the session layer of an acceptor, and the tag=value codec that it stands on.
 *
 * <p>Whoever moves the bytes takes care of {@code 8=}, {@code 9=} and {@code 10=}: that is the
 * engine's {@link dev.ioserver.engine.api.Framing#fix}. Everything here works on the body, from its
 * {@code 35=} on.
 *
 * <p>{@link dev.ioserver.examples.gateway.fix.FixSession} is a plain state machine: messages and
 * the clock go in, messages and calls of a handler come out. It does no I/O, starts no thread, and
 * belongs to one thread.
 *
 * <pre>
 *   AWAITING_LOGON --Logon ok--&gt; LOGGED_ON --endOfSession--&gt; LOGGING_OUT --Logout--&gt; ENDED
 *          '-------------------------+---------------------------------------------------^
 * </pre>
 *
 * The unlabelled arrows are endings; each comes with a {@link
 * dev.ioserver.examples.gateway.soup.SessionEnd} that says why.
 *
 * <p>What outlives a connection is in {@link dev.ioserver.examples.gateway.fix.FixSequences}: the
 * number that is expected next, and every message sent, numbered, in a {@link
 * dev.ioserver.examples.gateway.fix.FixStore}. A session only ever sends from the store, so a live
 * message, one that waits for a client that reads slowly, and a resent one are the same path.
 *
 * <p>Nothing here allocates for a message, but for those that an operator would have to look at:
 * rejections, Logon and Logout carry text.
 *
 * @see <a href="https://www.fixtrading.org/standards/fix-session-layer-online/">FIX session
 *     layer</a>
 */
@NullMarked
package dev.ioserver.examples.gateway.fix;

import org.jspecify.annotations.NullMarked;
