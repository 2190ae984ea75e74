package dev.ioserver.engine.api;

/**
 * What waits to be sent has fallen to the low watermark or below, after a send was refused or had
 * to wait because of the high watermark: sending is welcome again.
 *
 * @param port that it is about
 */
public record Writable(Port port) implements PortMessage {}
