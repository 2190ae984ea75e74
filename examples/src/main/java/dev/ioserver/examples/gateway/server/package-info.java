/**
 * The order gateway: SoupBinTCP sessions and OUCH orders over the engine's ports, books on threads
 * of their own behind its channels.
 *
 * <pre>
 *                    session thread: one select                       a thread per stock
 *   listener ----&gt;  Accepted
 *   ports -------&gt;  Data --session, router--+--- the packet itself -----&gt; book, matching
 *   timer -------&gt;  Expired                 |                                |
 *   books -------&gt;  Reply --store, session--&gt; port      &lt;---- replies -------+
 *   close() -----&gt;  Closed
 * </pre>
 *
 * <p>{@link dev.ioserver.examples.gateway.server.GatewayServer} is what others use. One thread owns
 * all sessions, stores and accounts, so that nothing of them is shared. Without loops of its own
 * ({@code loops} = 0) that thread runs the event loop itself and blocks in the poller; with them it
 * parks in the same select, and no line of code differs but the options of the server.
 *
 * <h2>An order allocates nothing</h2>
 *
 * A packet is received into pooled memory, and the message object that stands for it is what goes
 * to the book: no request is made, and no byte is copied before the book reads it and releases it.
 * Replies are objects that go round between book and session thread. What does grow is the record
 * of the day: each user's store of sequenced messages, one chunk at a time, and the table of tokens
 * used, by doubling.
 *
 * <h2>Back-pressure</h2>
 *
 * Every queue is bounded, and every bound slows down the one who fills it:
 *
 * <ul>
 *   <li>A port has unlimited credit with an inbox limit: its socket is read no more while that many
 *       packets wait. Credit by number would have to be topped up for each packet; here not
 *       receiving is enough.
 *   <li>A book's channel is full: the session thread holds the one packet, and takes its port out
 *       of the select. The inbox fills up, and TCP slows the client down. The book says ROOM when
 *       it has taken something; the packet is offered again and the port comes back.
 *   <li>All reply objects of a book are under way: the book waits for one. Its channel fills up.
 *   <li>A port takes no more output: the session keeps its place in the store, which holds all
 *       messages anyway. It goes on when the port is writable, and ends as not reading when that
 *       does not happen in time.
 * </ul>
 *
 * <p>Why nobody waits for ever: the session thread waits in its select and nowhere else, it only
 * ever tries to send. So it comes to handle each reply, and handling one ends with giving the
 * object back. A book waits for a request, or for a reply object that the session thread will give
 * back. To put a reply it does not wait: its channel has room for every object there is and for
 * ROOM, which is asked for again only after it has come. The wish for room and the making of it
 * cannot miss each other: the session thread first wishes and then tries once more, the book first
 * takes and then looks for the wish, with a full fence between in both.
 *
 * <h2>The end</h2>
 *
 * A session ends alone, with its reason in the log: nothing that a client sends can do more than
 * end its own session. Closing the gateway lets the books deal with what they were given, then
 * gives every client the rest of its messages and the end-of-session packet.
 */
@NullMarked
package dev.ioserver.examples.gateway.server;

import org.jspecify.annotations.NullMarked;
