package dev.ioserver.engine;

/**
 * The credit given by {@link Port#active(int)} is used up, or {@link Port#pause()} took it back.
 * Nothing more is delivered until new credit is given.
 */
public record Passive(Port port) implements Message {
  @Override
  public Receiver<?> source() {
    return port;
  }
}
