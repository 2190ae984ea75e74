package dev.ioserver.engine.api;

/**
 * A message of the application's own. A type that implements this may be sent through a {@link
 * Channel} that is a member of a {@code Select<Message>}, beside ports and timers:
 *
 * {@snippet file="dev/ioserver/engine/snippets/ChannelSnippetTest.java" region="own-messages"}
 *
 * <p>Messages that cannot implement it, a {@code String} for example, take {@code
 * Select.ofAny(Receiver...)}.
 */
public non-sealed interface AppMessage extends Message {}
