package dev.ioserver.engine.api;

/**
 * What a {@code Select} gives, and each receiver by itself. Sealed, so that a {@code switch} over
 * the messages is complete without a default:
 *
 * {@snippet file="dev/ioserver/engine/snippets/MessageSnippetTest.java" region="switch"}
 *
 * <p>Five kinds come from one kind of source each and say which one it was: {@link PortMessage},
 * {@link DatagramMessage}, {@link ListenerMessage}, {@link TimerMessage} and {@link WatchMessage}.
 * {@link Closed} and {@link Failed} are common to all sources. {@link AppMessage} is for the
 * application's own messages, so that a {@link Channel} of them is a member of the same select.
 *
 * <p>The life of a port in messages: {@link Connected} once for a port that was opened with {@code
 * connect}; then any number of {@link Data}, {@link Writable} and {@link CreditUsed}; {@link
 * PeerClosed} at most once, when the peer has sent its last byte; {@link Failed} at most once;
 * {@link Closed} once and last.
 */
public sealed interface Message
    permits PortMessage,
        DatagramMessage,
        ListenerMessage,
        TimerMessage,
        WatchMessage,
        Closed,
        Failed,
        AppMessage {}
