package dev.ioserver.engine.api;

/**
 * The end: nothing comes after it. A port or a listener sends it when its descriptor is closed; a
 * {@code Select} makes it up when a channel in it is closed and drained.
 */
public record Closed(Receiver<?> source) implements Message {}
