package dev.ioserver.engine.api;

/**
 * The credit given by {@link Port#active(int)} is used up, or {@link Port#pause()} took it back.
 * Nothing more is delivered until new credit is given. It is told only if it is still so when it is
 * received: credit that is renewed in time is not heard of.
 *
 * @param port that it is about
 */
public record CreditUsed(Port port) implements PortMessage {}
