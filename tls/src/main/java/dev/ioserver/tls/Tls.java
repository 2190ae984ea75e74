package dev.ioserver.tls;

import dev.ioserver.engine.api.Durations;
import dev.ioserver.engine.spi.LayerContext;
import dev.ioserver.engine.spi.LayeredStream;
import dev.ioserver.engine.spi.StreamLayer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * TLS between a port and its socket: {@code PortOptions.layer(Tls.client(context, host))} for a
 * port that connects, {@code
 * ListenOptions.ports(PortOptions.defaults().layer(Tls.server(context)))} for those that a listener
 * accepts. Keys, certificates and whom to trust are the {@link SSLContext}'s, or an {@link
 * EngineSource}'s; each method that takes a value gives a changed copy.
 *
 * <p>The port tells of the end of the handshake with {@code Handshaken}. What is sent before waits
 * for it. The peer's {@code close_notify} is told as {@code PeerClosed}; an end without it is a
 * {@link TlsException} of the kind {@code TRUNCATED}. {@code shutdownOutput()} and {@code close()}
 * send {@code close_notify}. A peer that asks to renegotiate is refused.
 *
 * <p>Which of several certificates a server shows is chosen by the host that the client names, if
 * the context has a key manager of the algorithm {@code PKIX}. A client resumes the sessions that
 * its context remembers for the same host and port.
 *
 * <p>Thread-safety: immutable; any number of ports.
 */
public final class Tls implements StreamLayer {

  private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

  private final Parts parts;

  /** Whatever may take its time: certificates, keys, trust. One thread each, without a limit. */
  private static final Executor VIRTUAL =
      task -> Thread.ofVirtual().name("ioserver-tls").start(task);

  /** The parts; changed by nobody once they are in an object of the outer class. */
  private static final class Parts implements Cloneable {
    private final EngineSource source;

    /** The host that a client wants to talk to; null for a server. */
    private final @Nullable String host;

    private List<String> protocols = List.of();
    private List<String> cipherSuites = List.of();
    private List<String> applicationProtocols = List.of();
    private ClientCertificates clientCertificates = ClientCertificates.NONE;
    private boolean verifiesHost = true;
    private Duration handshakeTimeout = HANDSHAKE_TIMEOUT;
    private Executor executor = VIRTUAL;

    Parts(EngineSource source, @Nullable String host) {
      this.source = source;
      this.host = host;
    }

    private Parts copy() {
      try {
        return (Parts) clone();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError("it is cloneable", e);
      }
    }
  }

  private Tls(Parts parts) {
    this.parts = parts;
  }

  /**
   * {@return the client's side: it names the host (SNI), and takes no certificate of another one}
   *
   * @param context who to trust, and the client's own certificate if it has one
   * @param host the name or the address that the server's certificate is to be for
   * @throws IllegalArgumentException if the host is empty, or no name that a host can have
   */
  public static Tls client(SSLContext context, String host) {
    return client(EngineSource.of(context), host);
  }

  /**
   * {@return the client's side, with engines that are not an {@link SSLContext}'s}
   *
   * @param source who to trust, and the client's own certificate if it has one
   * @param host the name or the address that the server's certificate is to be for
   * @throws IllegalArgumentException if the host is empty, or no name that a host can have
   */
  public static Tls client(EngineSource source, String host) {
    Objects.requireNonNull(source, "source");
    if (host.isEmpty()) {
      throw new IllegalArgumentException(
          "host is empty; it must be the name that the server's certificate is for");
    }
    var _ = serverName(host); // a name that cannot be one is refused here, not by the loop
    return new Tls(new Parts(source, host));
  }

  /**
   * {@return the server's side}
   *
   * @param context the certificates to show, and whose clients to trust
   */
  public static Tls server(SSLContext context) {
    return server(EngineSource.of(context));
  }

  /**
   * {@return the server's side, with engines that are not an {@link SSLContext}'s}
   *
   * @param source the certificates to show, and whose clients to trust
   */
  public static Tls server(EngineSource source) {
    return new Tls(new Parts(Objects.requireNonNull(source, "source"), null));
  }

  @Override
  public String name() {
    return "TLS";
  }

  /**
   * {@return a copy that speaks only these versions} The context's choice by default.
   *
   * @param names such as {@code TLSv1.3}, best first; none for the context's choice
   * @throws IllegalArgumentException if the context does not know one
   */
  public Tls protocols(String... names) {
    Parts changed = parts.copy();
    changed.protocols = known("protocol", names, sample().getProtocols());
    return new Tls(changed);
  }

  /**
   * {@return a copy that uses only these cipher suites} The context's choice by default.
   *
   * @param names standard names, best first; none for the context's choice
   * @throws IllegalArgumentException if the context does not know one
   */
  public Tls cipherSuites(String... names) {
    Parts changed = parts.copy();
    changed.cipherSuites = known("cipher suite", names, sample().getCipherSuites());
    return new Tls(changed);
  }

  /**
   * {@return a copy that offers these application protocols, or chooses among them (ALPN)} None by
   * default.
   *
   * @param names such as {@code h2}, best first; 1 to 255 bytes each
   * @throws IllegalArgumentException if one is empty or too long
   */
  public Tls applicationProtocols(String... names) {
    for (String name : names) {
      if (name.isEmpty() || name.length() > 255) {
        throw new IllegalArgumentException(
            "the application protocol '"
                + name
                + "' has "
                + name.length()
                + " bytes; 1 to 255 are allowed");
      }
    }
    Parts changed = parts.copy();
    changed.applicationProtocols = List.of(names);
    return new Tls(changed);
  }

  /**
   * {@return a copy that asks clients for certificates, or does not} Not by default.
   *
   * @param wish what to ask for
   * @throws IllegalStateException if this is the client's side
   */
  public Tls clientCertificates(ClientCertificates wish) {
    if (parts.host != null) {
      throw new IllegalStateException(
          "clientCertificates is for Tls.server; this is the client's side");
    }
    Parts changed = parts.copy();
    changed.clientCertificates = Objects.requireNonNull(wish, "wish");
    return new Tls(changed);
  }

  /**
   * {@return a copy that looks, or does not, whether the server's certificate is for the host} It
   * looks by default. Without that any certificate that is trusted at all will do.
   *
   * @param on whether to look
   * @throws IllegalStateException if this is the server's side
   */
  public Tls verifiesHost(boolean on) {
    if (parts.host == null) {
      throw new IllegalStateException("verifiesHost is for Tls.client; this is the server's side");
    }
    Parts changed = parts.copy();
    changed.verifiesHost = on;
    return new Tls(changed);
  }

  /**
   * {@return a copy with another limit of the handshake's time} 10 s by default, from when the
   * connection stands.
   *
   * @param time 0 or more; 0 for no limit
   * @throws IllegalArgumentException if it is negative
   */
  public Tls handshakeTimeout(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(
          "handshakeTimeout is " + time + "; it must be 0 or more, 0 for no limit");
    }
    Parts changed = parts.copy();
    changed.handshakeTimeout = time;
    return new Tls(changed);
  }

  /**
   * {@return a copy that has the long work of handshakes (keys, certificates, trust) done
   * elsewhere} A loop never does it. By default each handshake has a virtual thread of its own.
   *
   * @param executor runs the work; what it refuses ends the port
   */
  public Tls executor(Executor executor) {
    Parts changed = parts.copy();
    changed.executor = Objects.requireNonNull(executor, "executor");
    return new Tls(changed);
  }

  @Override
  public LayeredStream over(LayerContext context) {
    String host = parts.host;
    boolean named = host != null && context.remoteAddress() instanceof InetSocketAddress;
    int port = named ? ((InetSocketAddress) context.remoteAddress()).getPort() : -1;
    SSLEngine engine = parts.source.create(host, port);
    LentEngine lent = new LentEngine(parts.source, engine);
    try {
      setUp(engine);
      return new TlsStream(
          context, engine, lent, parts.executor, Durations.nanos(parts.handshakeTimeout));
    } catch (RuntimeException | Error e) {
      lent.giveBack();
      throw e;
    }
  }

  /** What the source's engines can do. */
  private SSLParameters sample() {
    SSLEngine engine = parts.source.create(parts.host, -1);
    try {
      return new SSLParameters(engine.getSupportedCipherSuites(), engine.getSupportedProtocols());
    } finally {
      parts.source.done(engine);
    }
  }

  private void setUp(SSLEngine engine) {
    String host = parts.host;
    engine.setUseClientMode(host != null);
    SSLParameters parameters = engine.getSSLParameters();
    if (!parts.protocols.isEmpty()) {
      parameters.setProtocols(parts.protocols.toArray(String[]::new));
    }
    if (!parts.cipherSuites.isEmpty()) {
      parameters.setCipherSuites(parts.cipherSuites.toArray(String[]::new));
    }
    if (!parts.applicationProtocols.isEmpty()) {
      parameters.setApplicationProtocols(parts.applicationProtocols.toArray(String[]::new));
    }
    if (host != null) {
      if (parts.verifiesHost) {
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
      }
      SNIHostName name = serverName(host);
      if (name != null) {
        parameters.setServerNames(List.of(name));
      }
    }
    switch (parts.clientCertificates) {
      case NONE -> {
        // As engines begin.
      }
      case WANTED -> parameters.setWantClientAuth(true);
      case REQUIRED -> parameters.setNeedClientAuth(true);
    }
    engine.setSSLParameters(parameters);
  }

  /** The name to send; null for an address, which a server cannot choose a certificate by. */
  private static @Nullable SNIHostName serverName(String host) {
    boolean address =
        host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || Character.isDigit(c));
    return address ? null : new SNIHostName(host);
  }

  private static List<String> known(String what, String[] names, String[] all) {
    List<String> supported = List.of(all);
    for (String name : names) {
      if (!supported.contains(name)) {
        throw new IllegalArgumentException(
            "the context knows no " + what + " '" + name + "'; it knows " + String.join(", ", all));
      }
    }
    return List.of(names);
  }

  @Override
  public String toString() {
    return parts.host == null ? "TLS, server" : "TLS to " + parts.host;
  }
}
