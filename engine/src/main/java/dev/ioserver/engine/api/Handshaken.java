package dev.ioserver.engine.api;

import java.security.cert.Certificate;
import java.util.List;
import java.util.Objects;

/**
 * The two ends of a port with a {@link Layer} have agreed: what is sent and received from here on
 * is protected. It comes once, behind {@link Connected} and before the first {@link Data}, and
 * takes no credit. What was sent earlier has waited for it.
 *
 * @param port that it is about
 * @param protocol what was agreed on, such as {@code TLSv1.3}
 * @param cipherSuite what was agreed on, by its standard name
 * @param applicationProtocol what ALPN has chosen, such as {@code h2}; empty if nothing
 * @param serverName the host that the client named (SNI); empty if none
 * @param peerCertificates the peer's own certificate first, then those that vouch for it; empty if
 *     it showed none
 */
public record Handshaken(
    Port port,
    String protocol,
    String cipherSuite,
    String applicationProtocol,
    String serverName,
    List<Certificate> peerCertificates)
    implements PortMessage {

  /** Copies the list. */
  public Handshaken {
    Objects.requireNonNull(port, "port");
    peerCertificates = List.copyOf(peerCertificates);
  }
}
