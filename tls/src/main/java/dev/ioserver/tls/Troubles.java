package dev.ioserver.tls;

import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Puts into words what an engine has thrown. No state. */
final class Troubles {

  private Troubles() {}

  static TlsException of(Throwable cause, String peer, boolean agreed) {
    TlsException.Kind kind = kind(cause);
    String doing = agreed ? "TLS with " : "the TLS handshake with ";
    return new TlsException(
        kind, doing + peer + " failed: " + root(cause) + remedy(kind, cause), cause);
  }

  private static TlsException.Kind kind(Throwable cause) {
    if (cause instanceof TlsException own) {
      return own.kind();
    }
    if (isAboutCertificates(cause)) {
      return TlsException.Kind.CERTIFICATE;
    }
    return cause instanceof SSLHandshakeException
        ? TlsException.Kind.HANDSHAKE
        : TlsException.Kind.RECORD;
  }

  private static boolean isAboutCertificates(Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof CertificateException || at instanceof SSLPeerUnverifiedException) {
        return true;
      }
    }
    // What the peer says of ours has no class of its own.
    String said = String.valueOf(cause.getMessage());
    return cause instanceof SSLException
        && (said.contains("certificate") || said.contains("unknown_ca"));
  }

  /** The first cause says it best: "timestamp check failed" stands below three others. */
  private static String root(Throwable cause) {
    Throwable at = cause;
    for (Throwable next = at.getCause(); next != null; next = at.getCause()) {
      at = next;
    }
    String top = String.valueOf(cause.getMessage());
    String said = at.getMessage();
    return said == null || top.contains(said) ? top : top + " (" + said + ")";
  }

  private static String remedy(TlsException.Kind kind, Throwable cause) {
    return switch (kind) {
      case CERTIFICATE ->
          "; look at the certificate's dates and names, and at whom the SSLContext trusts";
      case HANDSHAKE ->
          isAboutChoices(String.valueOf(cause.getMessage()))
              ? "; both sides must have a protocol and a cipher suite in common"
              : "";
      default -> "";
    };
  }

  private static boolean isAboutChoices(String said) {
    return said.contains("handshake_failure")
        || said.contains("protocol")
        || said.contains("cipher")
        || said.contains("in common");
  }
}
