/**
 * TLS for the ports of ioserver: a layer between a port and its socket, over the {@link
 * javax.net.ssl.SSLEngine} of any {@link javax.net.ssl.SSLContext}.
 */
module dev.ioserver.tls {
  requires transitive dev.ioserver.engine;
  requires static transitive org.jspecify;

  exports dev.ioserver.tls;
}
