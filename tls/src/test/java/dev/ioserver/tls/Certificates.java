package dev.ioserver.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Key stores of self-signed certificates, made by the JDK's keytool, and contexts of them. */
final class Certificates {

  private static final String PASSWORD = "changeit";
  private static final String AUTHORITY = "authority";

  private final Path folder;
  private final Path store;
  private boolean authority;

  Certificates(Path folder, String name) {
    this.folder = folder;
    this.store = folder.resolve(name + ".p12");
  }

  /** Adds an authority, which vouches for those that are added after it, and alone is trusted. */
  Certificates authority() throws Exception {
    keytool(
        "-genkeypair",
        "-alias",
        AUTHORITY,
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=authority",
        "-ext",
        "bc:c",
        "-startdate",
        "-100d",
        "-validity",
        "1000");
    authority = true;
    return this;
  }

  /** Adds a certificate; it is valid from so many days from now on, for so many days. */
  Certificates add(String alias, String names, int fromDay, int days) throws Exception {
    List<String> arguments = new ArrayList<>();
    if (authority) {
      arguments.addAll(List.of("-signer", AUTHORITY));
    }
    arguments.addAll(
        List.of(
            "-genkeypair",
            "-alias",
            alias,
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=" + alias,
            "-ext",
            "SAN=" + names,
            "-startdate",
            (fromDay < 0 ? "" : "+") + fromDay + "d",
            "-validity",
            String.valueOf(days)));
    keytool(arguments.toArray(String[]::new));
    return this;
  }

  private void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD));
    Path log = folder.resolve("keytool.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("keytool did not end");
    }
    if (process.exitValue() != 0) {
      throw new IOException("keytool failed: " + Files.readString(log));
    }
  }

  /** The store's certificate and key as PEM, for openssl. */
  Path pem() throws Exception {
    Path pem = folder.resolve(store.getFileName() + ".pem");
    KeyStore keys = load();
    String alias = keys.aliases().nextElement();
    Base64.Encoder encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
    Files.writeString(
        pem,
        "-----BEGIN PRIVATE KEY-----\n"
            + encoder.encodeToString(keys.getKey(alias, PASSWORD.toCharArray()).getEncoded())
            + "\n-----END PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\n"
            + encoder.encodeToString(keys.getCertificate(alias).getEncoded())
            + "\n-----END CERTIFICATE-----\n");
    return pem;
  }

  private KeyStore load() throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  /** A context that shows these certificates, and trusts those of others. */
  SSLContext context(Certificates trusted) throws Exception {
    return fill(SSLContext.getInstance("TLS"), "PKIX", trusted);
  }

  /**
   * The same of another provider than the JDK's. Its keys are kept by the JDK's simpler manager:
   * the other asks for the session's protocol before it is agreed on, and Conscrypt remembers what
   * it said then.
   */
  SSLContext context(Certificates trusted, Provider provider) throws Exception {
    return fill(SSLContext.getInstance("TLS", provider), "SunX509", trusted);
  }

  private SSLContext fill(SSLContext context, String manager, Certificates trusted)
      throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(manager);
    keys.init(load(), PASSWORD.toCharArray());
    context.init(keys.getKeyManagers(), trusting(trusted).getTrustManagers(), null);
    return context;
  }

  /** A context that shows nothing, and trusts these. */
  static SSLContext trust(Certificates trusted) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trusting(trusted).getTrustManagers(), null);
    return context;
  }

  /** As the other; says so whenever it looks at a server's certificate. */
  static SSLContext trust(Certificates trusted, Runnable looks) throws Exception {
    X509ExtendedTrustManager real =
        (X509ExtendedTrustManager) trusting(trusted).getTrustManagers()[0];
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new CountingTrust(real, looks)}, null);
    return context;
  }

  private static TrustManagerFactory trusting(Certificates trusted) throws Exception {
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    KeyStore theirs = trusted.load();
    for (String alias : Collections.list(theirs.aliases())) {
      if (trusted.authority && !alias.equals(AUTHORITY)) {
        continue;
      }
      anchors.setCertificateEntry(alias, theirs.getCertificate(alias));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(anchors);
    return trust;
  }
}
