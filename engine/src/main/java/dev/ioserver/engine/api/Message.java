package dev.ioserver.engine.api;

/**
 * What a {@link Port}, a {@link Listener} or a {@link Timer} gives to whoever receives from it.
 * Sealed, so that a {@code switch} can be complete.
 *
 * <p>The life of a port in messages: {@link Connected} once for a port that was opened with {@code
 * connect}; then any number of {@link Data}, {@link Writable} and {@link CreditUsed}; {@link
 * PeerClosed} at most once, when the peer has sent its last byte; {@link Failed} at most once;
 * {@link Closed} once and last.
 */
public sealed interface Message
    permits Accepted, Closed, Connected, Data, Expired, Failed, CreditUsed, PeerClosed, Writable {

  /** Where the message comes from. */
  Receiver<?> source();
}
