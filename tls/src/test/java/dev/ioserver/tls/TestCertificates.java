package dev.ioserver.tls;

import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/** The certificates of all tests: made once, since keytool takes its time. */
final class TestCertificates {

  private static final String LOCALHOST = "dns:localhost,ip:127.0.0.1";

  static final Certificates OWN;
  static final Certificates OTHERS;

  /** A certificate that is trusted by itself is trusted for ever: this one has an issuer. */
  static final Certificates EXPIRED;

  static final SSLContext SERVING;
  static final SSLContext TRUSTING;

  static {
    try {
      Path folder = Files.createTempDirectory("ioserver-tls");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
      OWN = new Certificates(folder, "own").add("localhost", LOCALHOST, -1, 100);
      OTHERS =
          new Certificates(folder, "others")
              .add("a.example", "dns:a.example", -1, 100)
              .add("b.example", "dns:b.example", -1, 100);
      EXPIRED =
          new Certificates(folder, "expired").authority().add("localhost", LOCALHOST, -20, 10);
      SERVING = OWN.context(OWN);
      TRUSTING = Certificates.trust(OWN);
    } catch (Exception e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private TestCertificates() {}

  private static void remove(Path folder) {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (java.io.IOException e) {
      System.err.println("left behind: " + folder + ": " + e);
    }
  }
}
