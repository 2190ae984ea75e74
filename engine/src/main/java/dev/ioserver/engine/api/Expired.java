package dev.ioserver.engine.api;

/**
 * A timer's deadline has passed. Never early. A periodic timer whose receiver is slow has at most
 * one such message waiting; {@link Timer#takeExpirations()} says how many periods it stands for.
 *
 * @param timer that expired
 */
public record Expired(Timer timer) implements TimerMessage {}
