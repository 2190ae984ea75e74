package dev.ioserver.tls;

import dev.ioserver.engine.spi.LayerContext;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** What two ends have agreed on, for their port. No state. */
final class Agreement {

  private Agreement() {}

  static void tell(SSLEngine engine, LayerContext context) {
    SSLSession session = engine.getSession();
    String chosen = engine.getApplicationProtocol();
    context.handshaken(
        session.getProtocol(),
        session.getCipherSuite(),
        chosen == null ? "" : chosen,
        serverName(session),
        certificates(session));
  }

  private static List<Certificate> certificates(SSLSession session) {
    try {
      return List.of(session.getPeerCertificates());
    } catch (SSLPeerUnverifiedException e) {
      return List.of();
    }
  }

  private static String serverName(SSLSession session) {
    if (session instanceof ExtendedSSLSession extended) {
      try {
        for (SNIServerName name : extended.getRequestedServerNames()) {
          if (name instanceof SNIHostName host) {
            return host.getAsciiName();
          }
        }
      } catch (UnsupportedOperationException e) {
        // A provider that does not keep it.
      }
    }
    return "";
  }
}
