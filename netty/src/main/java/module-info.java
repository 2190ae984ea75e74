/**
 * A transport for Netty 4.2 on the raw selector of ioserver: its users change the channel classes
 * and the factory of their event loops, and nothing else.
 */
module dev.ioserver.netty {
  requires transitive dev.ioserver.engine;
  requires transitive io.netty.buffer;
  requires transitive io.netty.common;
  requires transitive io.netty.transport;
  requires static transitive org.jspecify;

  exports dev.ioserver.netty;
}
