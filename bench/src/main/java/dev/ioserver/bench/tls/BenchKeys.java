package dev.ioserver.bench.tls;

import dev.ioserver.examples.tls.SelfSigned;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** One key store with a self-signed certificate for localhost, and what is made of it. */
public final class BenchKeys {

  /** What all of them speak, and no other version. */
  public static final String PROTOCOL = "TLSv1.3";

  /** The one cipher suite, so that all servers choose the same. */
  public static final String CIPHER_SUITE = "TLS_AES_128_GCM_SHA256";

  private BenchKeys() {}

  /** Makes a store in a file of its own, which the caller removes. */
  public static Path newFile() throws IOException {
    return SelfSigned.newStore("localhost");
  }

  /** Removes what {@link #newFile} has made. */
  public static void remove(Path store) throws IOException {
    SelfSigned.remove(store);
  }

  /** What a server shows. */
  public static KeyManagerFactory keys(Path store) throws IOException, GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(load(store), SelfSigned.password());
    return keys;
  }

  /** The context of a server. */
  public static SSLContext serving(Path store) throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys(store).getKeyManagers(), null, null);
    return context;
  }

  /** The context of a client, which trusts that server. */
  public static SSLContext trusting(Path store) throws IOException, GeneralSecurityException {
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(load(store));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore load(Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, SelfSigned.password());
    }
    return keys;
  }
}
