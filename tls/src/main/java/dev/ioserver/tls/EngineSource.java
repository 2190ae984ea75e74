package dev.ioserver.tls;

import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Where the engines of connections come from: an {@link SSLContext}, or a library that has none,
 * such as Netty's over OpenSSL.
 *
 * <p>An engine must take one record at a time, as those of the JDK do. What it does not know of the
 * parameters that {@link Tls} gives it, it may ignore: then they are to be set at the source.
 *
 * <p>Thread-safety: any loop asks at any time.
 */
@FunctionalInterface
public interface EngineSource {

  /**
   * {@return a new engine for one connection}
   *
   * @param host whom a client wants to talk to; null on the server's side
   * @param port the peer's port on a client's side; -1 if it has none, or on the server's side
   */
  SSLEngine create(@Nullable String host, int port);

  /**
   * An engine is not needed any more, and is touched by nobody: an engine that counts its users, or
   * has memory of its own, is let go of here. Called once for each engine, on any thread.
   *
   * @param engine of {@link #create}
   */
  default void done(SSLEngine engine) {}

  /**
   * {@return the engines of a context}
   *
   * @param context makes them
   */
  static EngineSource of(SSLContext context) {
    Objects.requireNonNull(context, "context");
    return (host, port) ->
        host == null ? context.createSSLEngine() : context.createSSLEngine(host, port);
  }
}
