package dev.ioserver.examples.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of TLS of {@code ioserver gateway}; for picocli to mix in. */
final class TlsOptions {

  /** The JDK's own default of a key store. */
  private static final String PASSWORD = "changeit";

  @Option(
      names = "--tls",
      description = {
        "OUCH over TLS 1.2 or 1.3. Without --keystore the gateway makes a self-signed certificate",
        "for its host and localhost, which its own clients trust."
      })
  boolean tls;

  @Option(
      names = "--keystore",
      paramLabel = "FILE",
      description = "The gateway's key and certificate: a key store of PKCS 12 or JKS.")
  @Nullable Path keystore;

  @Option(
      names = "--keystore-password",
      paramLabel = "TEXT",
      description = "The password of that store and of its key (default: " + PASSWORD + ").")
  @Nullable String keystorePassword;

  @Option(
      names = "--write-certificate",
      paramLabel = "FILE",
      description = "With --listen: writes the gateway's certificate as PEM, for --trust.")
  @Nullable Path writeCertificate;

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description = {
        "With --connect: certificates in PEM, of gateways or of their issuers",
        "(default: the issuers that the JDK knows)."
      })
  @Nullable Path trust;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  TlsOptions() {}

  String password() {
    return keystorePassword == null ? PASSWORD : keystorePassword;
  }

  /**
   * Throws what is wrong with the options together.
   *
   * @param listens whether there is only the gateway
   * @param connects whether there are only clients
   */
  void check(boolean listens, boolean connects) {
    needsTls("--keystore", keystore);
    needsTls("--keystore-password", keystorePassword);
    needsTls("--write-certificate", writeCertificate);
    needsTls("--trust", trust);
    if (connects && keystore != null) {
      throw new IllegalArgumentException("--keystore is the gateway's, and not for --connect");
    }
    if (keystorePassword != null && keystore == null) {
      throw new IllegalArgumentException("--keystore-password needs --keystore");
    }
    if (!listens && writeCertificate != null) {
      throw new IllegalArgumentException("--write-certificate needs --listen");
    }
    if (!connects && trust != null) {
      throw new IllegalArgumentException("--trust needs --connect");
    }
  }

  private void needsTls(String option, @Nullable Object value) {
    if (value != null && !tls) {
      throw new IllegalArgumentException(option + " needs --tls");
    }
  }
}
