package dev.ioserver.tls;

/** Whether a server asks its clients for a certificate. */
public enum ClientCertificates {
  /** It does not ask. */
  NONE,

  /** It asks, and a client without one is served as well. */
  WANTED,

  /** It asks, and a client without one is refused. */
  REQUIRED
}
