package dev.ioserver.examples.cli;

import dev.ioserver.engine.api.Layer;
import dev.ioserver.examples.tls.Keys;
import dev.ioserver.tls.Tls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * TLS at both ends, as the options wish.
 *
 * @param server the gateway's layer, or null
 * @param client its clients' layer, or null
 */
record GatewayTls(@Nullable Layer server, @Nullable Layer client) {

  private static final String LOCALHOST = "localhost";

  /**
   * Reads or makes keys and certificates.
   *
   * @throws IOException if they cannot be used
   */
  static GatewayTls of(GatewayOptions options) throws IOException {
    TlsOptions tls = options.tls;
    if (!tls.tls) {
      return new GatewayTls(null, null);
    }
    InetSocketAddress elsewhere = options.mode.connect;
    if (elsewhere != null) {
      return new GatewayTls(null, Tls.client(trusting(tls.trust), elsewhere.getHostString()));
    }
    Path keystore = tls.keystore;
    Keys keys =
        keystore == null
            ? Keys.selfSigned(host(options.mode.listen))
            : Keys.read(keystore, tls.password().toCharArray());
    if (tls.writeCertificate != null) {
      keys.writeCertificate(tls.writeCertificate);
    }
    // The own clients know the certificate itself, whatever host it is for.
    Tls client = Tls.client(keys.trusting(), LOCALHOST).verifiesHost(false);
    return new GatewayTls(Tls.server(keys.serving()), client);
  }

  private static String host(@Nullable InetSocketAddress listen) {
    return listen == null || listen.isUnresolved() || listen.getAddress().isAnyLocalAddress()
        ? LOCALHOST
        : listen.getHostString();
  }

  private static SSLContext trusting(@Nullable Path pem) throws IOException {
    if (pem != null) {
      return Keys.trusting(pem);
    }
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("this Java has no TLS: " + e.getMessage(), e);
    }
  }
}
