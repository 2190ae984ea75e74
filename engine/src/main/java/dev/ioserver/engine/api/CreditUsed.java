package dev.ioserver.engine.api;

/**
 * The credit given by {@link Port#active(int)} is used up, or {@link Port#pause()} took it back.
 * Nothing more is delivered until new credit is given.
 */
public record CreditUsed(Port port) implements Message {
  @Override
  public Receiver<?> source() {
    return port;
  }
}
