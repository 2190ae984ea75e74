package dev.ioserver.examples.gateway.soup;

/** The side of the link that sends a packet. */
public enum SoupSide {
  CLIENT,
  SERVER
}
