package dev.ioserver.engine.spi;

/**
 * The best engine for the system at hand, which is not installed: for diagnosis.
 *
 * @param name what {@code -Dioserver.engine} takes
 * @param priority what it would have
 * @param cause why it is not there, and what would help; one line
 */
public record MissingEngine(String name, int priority, String cause) {}
