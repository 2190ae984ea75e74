/**
 * SoupBinTCP 3.00, the session layer between an exchange and its clients.
 *
 * <p>A packet on the wire is a 2-byte length, a type byte and a payload. Whoever moves the bytes
 * takes care of the length; everything here works on the packet <em>body</em>, that is type and
 * payload.
 *
 * <p>The two sessions, {@link dev.ioserver.examples.gateway.soup.SoupServerSession} and {@link
 * dev.ioserver.examples.gateway.soup.SoupClientSession}, are plain state machines: packets and the
 * clock go in, packets and application messages come out through a handler. They do no I/O, start
 * no thread, and one session belongs to one thread at a time.
 *
 * <pre>
 *   server   AWAITING_LOGIN --login ok--> LOGGED_IN --endOfSession--> FINISHING --Z sent--> ENDED
 *                  '-------------------------+------------------------------------------------^
 *   client   DISCONNECTED --onConnected--> AWAITING_REPLY --accepted--> LOGGED_IN
 *                 ^------------------------------'--------------------------'
 * </pre>
 *
 * The unlabelled arrows are endings; each comes with a {@link
 * dev.ioserver.examples.gateway.soup.SessionEnd} that says why. A server session serves one
 * connection; a client session outlives its connections and resumes on the next one.
 *
 * <p>Messages to a client are numbered from 1 and kept in a {@link
 * dev.ioserver.examples.gateway.soup.SequencedStore}. A server session only ever sends from the
 * store, so a live message, a replay after a reconnect and a client that reads slowly are one and
 * the same path.
 */
@NullMarked
package dev.ioserver.examples.gateway.soup;

import org.jspecify.annotations.NullMarked;
