package dev.ioserver.examples.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The keys and certificates of a server, and contexts made of them. What is wrong with a file is
 * said in a sentence that names it.
 */
public final class Keys {

  private static final String ALGORITHM = "PKIX";

  private final KeyStore store;
  private final char[] password;
  private final Certificate certificate;

  private Keys(KeyStore store, char[] password, Certificate certificate) {
    this.store = store;
    this.password = password;
    this.certificate = certificate;
  }

  /**
   * Reads a key store, PKCS 12 or JKS.
   *
   * @param password of the store and of its keys
   * @throws TlsSetupException if it cannot be used
   */
  public static Keys read(Path file, char[] password) throws TlsSetupException {
    if (!Files.isRegularFile(file)) {
      throw new TlsSetupException("there is no key store " + file, null);
    }
    try {
      KeyStore store = KeyStore.getInstance(file.toFile(), password);
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          var _ = store.getKey(alias, password);
          return new Keys(store, password, store.getCertificate(alias));
        }
      }
      throw new TlsSetupException(
          "the key store " + file + " has no key: it must have one with a certificate", null);
    } catch (IOException | GeneralSecurityException e) {
      throw new TlsSetupException(trouble(file, e), e);
    }
  }

  private static String trouble(Path file, Exception cause) {
    if (cause instanceof UnrecoverableKeyException
        || cause.getCause() instanceof UnrecoverableKeyException) {
      return "the password does not open the key store "
          + file
          + " and its key; both must have the same";
    }
    return "the key store "
        + file
        + " cannot be read: "
        + cause.getMessage()
        + "; it must be one of PKCS 12 or JKS, as keytool makes them";
  }

  /**
   * A new key with a self-signed certificate.
   *
   * @param host the name or the address that the certificate is for
   * @throws TlsSetupException if there is no keytool, or it fails
   */
  public static Keys selfSigned(String host) throws TlsSetupException {
    try {
      Path file = SelfSigned.newStore(host);
      try {
        return read(file, SelfSigned.password());
      } finally {
        SelfSigned.remove(file);
      }
    } catch (TlsSetupException e) {
      throw e;
    } catch (IOException e) {
      throw new TlsSetupException(String.valueOf(e.getMessage()), e);
    }
  }

  /** A context that shows them. */
  public SSLContext serving() {
    try {
      KeyManagerFactory keys = KeyManagerFactory.getInstance(ALGORITHM);
      keys.init(store, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("keys that were read cannot be used", e);
    }
  }

  /** A context that trusts them, and nobody else. */
  public SSLContext trusting() {
    try {
      return trusting(Collections.singleton(certificate));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was read cannot be trusted", e);
    }
  }

  /**
   * A context that trusts the certificates of a file.
   *
   * @throws TlsSetupException if it has none
   */
  public static SSLContext trusting(Path pem) throws TlsSetupException {
    try (InputStream in = Files.newInputStream(pem)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new TlsSetupException("there is no certificate in " + pem + "; it must be PEM", null);
      }
      return trusting(found);
    } catch (NoSuchFileException e) {
      throw new TlsSetupException("there is no file of certificates " + pem, e);
    } catch (CertificateException e) {
      throw new TlsSetupException(
          "the certificates in " + pem + " cannot be read; the file must be PEM", e);
    } catch (TlsSetupException e) {
      throw e;
    } catch (IOException | GeneralSecurityException e) {
      throw new TlsSetupException(pem + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static SSLContext trusting(Collection<? extends Certificate> certificates)
      throws IOException, GeneralSecurityException {
    KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
    anchors.load(null, null);
    int number = 0;
    for (Certificate one : certificates) {
      anchors.setCertificateEntry("trusted" + number++, one);
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance(ALGORITHM);
    trust.init(anchors);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** Writes the certificate as PEM. */
  public void writeCertificate(Path file) throws IOException {
    try {
      String text =
          Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
      Files.writeString(
          file,
          "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n",
          StandardCharsets.US_ASCII);
    } catch (CertificateException e) {
      throw new IllegalStateException("a certificate that was read cannot be written", e);
    }
  }
}
