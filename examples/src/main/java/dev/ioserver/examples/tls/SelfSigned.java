package dev.ioserver.examples.tls;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A key and a certificate for it that nobody vouches for, made by the JDK's {@code keytool}: good
 * for trying things out, and for peers that are told to trust it.
 */
public final class SelfSigned {

  private static final String PASSWORD = "changeit";
  private static final String DAYS = "30";

  private SelfSigned() {}

  /** The password of each store: what protects it is that nobody else can read its file. */
  public static char[] password() {
    return PASSWORD.toCharArray();
  }

  /**
   * Makes a store (PKCS 12) in a folder of its own, which {@link #remove} removes.
   *
   * @param host the name or the address that the certificate is for; loopback is added
   * @throws IOException if the JDK's keytool is not there, or fails
   */
  public static Path newStore(String host) throws IOException {
    Path folder = Files.createTempDirectory("ioserver-tls");
    Path store = folder.resolve("own.p12");
    try {
      make(store, host);
      return store;
    } catch (IOException e) {
      remove(store);
      throw e;
    }
  }

  /** Removes a store that was made here. */
  public static void remove(Path store) throws IOException {
    Files.deleteIfExists(store);
    Path folder = store.getParent();
    if (folder != null) {
      Files.deleteIfExists(folder);
    }
  }

  private static void make(Path store, String host) throws IOException {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command =
        List.of(
            tool.toString(),
            "-genkeypair",
            "-alias",
            "ioserver",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=ioserver",
            "-ext",
            "SAN=" + names(host),
            // A clock that is a little behind shall take it too.
            "-startdate",
            "-1d",
            "-validity",
            DAYS,
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD);
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new IOException(
          "no certificate could be made: this Java has no keytool; name a key store of your own",
          e);
    }
    String output = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
    int status = process.onExit().join().exitValue();
    if (status != 0) {
      throw new IOException("no certificate could be made, keytool said: " + output.strip());
    }
  }

  private static String names(String host) {
    String loopback = "dns:localhost,ip:127.0.0.1,ip:0:0:0:0:0:0:0:1";
    boolean address =
        host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || Character.isDigit(c));
    String own = (address ? "ip:" : "dns:") + host;
    return List.of(loopback.split(",")).contains(own) ? loopback : loopback + "," + own;
  }
}
